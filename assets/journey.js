// The journey page in the browser.
