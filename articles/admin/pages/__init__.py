"""Plain pages in the desk: list, form with draft and preview, history."""
