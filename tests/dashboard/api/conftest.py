"""What the tests of the API share: the document, every row of a list, a live server."""

import re

import pytest

PREFIX = "/api/v1"
NEXT = re.compile(r'<([^>]+)>; rel="next"')


@pytest.fixture(scope="session")
def ask(client):
    """GET under the prefix."""
    return lambda path, **more: client.get(PREFIX + path, **more)


@pytest.fixture(scope="session")
def document(ask):
    return ask("/openapi.json").json()


@pytest.fixture(scope="session")
def every_row(client):
    """Follow the links of a list to its end; return the answers."""

    def follow(path):
        found = []
        while path:
            answer = client.get(path)
            assert answer.status_code == 200, answer.text
            found.append(answer)
            link = NEXT.search(answer.headers["link"])
            path = link[1] if link else None
        return found

    return follow


@pytest.fixture(scope="session")
def live(address):
    """The app on a free port."""
    return address
