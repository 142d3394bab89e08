"""One module a page. A page is a pure function from data and state to a component tree."""
