"""Lists of the desk that are narrowed by tokens, paged by keyset, laid out and saved by a person.
A list declares its tokens, orders and columns; `token_list.py` does the rest."""
