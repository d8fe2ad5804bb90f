"""Search by meaning: optional, where SEARCH_MODEL names the folder of a sentence model.

Without the setting nothing of it is imported, read or computed but `process.of_this_process`, which
says that there is none. Only `sentence_model`, `vector_memory`, `vector_search` and
`vector_filling` load the packages of requirements-model.txt.
"""
