"""One page of each kind, in the library of fixtures/."""

PAGES = {
    "home": "/",
    "learn": "/learn",
    "subject": "/learn/mathematics",
    "topic": "/learn/mathematics/topics/equations",
    "people": "/people",
    "person": "/people/quicktakes",
    "error report": "/feedback/1/error",
    "subject in another order": "/learn/mathematics?sort=read",
    "article": "/learn/history-of-the-world/questions/how-did-paper-travel-from-china-to-europe",
    "mathematics": "/learn/mathematics/questions/"
    "how-does-gaussian-elimination-solve-a-system-of-linear-equations",
    "chemistry": "/learn/chemistry/questions/"
    "how-do-you-balance-a-redox-equation-in-acidic-solution",
    "code": "/learn/computer-science/questions/"
    "how-do-quotes-pipes-and-newlines-work-together-in-a-shell-command",
    "table": "/learn/computer-science/questions/"
    "why-does-not-in-return-no-rows-when-the-subquery-contains-a-null",
    "long title": "/learn/mathematics/questions/what-is-the-difference-between-correlation-and"
    "-causation-and-why-can-two-variables-be-strongly-correlated-even-when-neither-has-any-effect"
    "-on-the-other",
    "plain page": "/about",
    "search": "/search",
    "results": "/search?q=paper+china",
    "filtered results": "/search?q=balance+equation",
    "no results": "/search?q=zymurgical",
    "thanks for a note": "/search/note/thanks?q=zymurgical",
    "not found": "/learn/mathematics/questions/nothing-here",
}
