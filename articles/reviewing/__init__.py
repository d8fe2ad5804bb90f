"""The way of a draft to its readers: sent for review, given back or published, and what is said
about it meanwhile; `editorial_mail` tells whose turn it is."""
