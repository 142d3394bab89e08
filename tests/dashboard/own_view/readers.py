"""Readers who look at the atlas with own facts: their tables, and their browsers."""

import html
import re
from dataclasses import dataclass

HEADS = {
    "sources": "source_id,publisher,title,year,url,licence",
    "detention": "iso3,from_year,to_year,law_unaccompanied,law_families,practice_unaccompanied,"
    "practice_families,min_age_detainable,max_days_children,alternatives_in_law,summary,"
    "legal_basis,source_id,evidence,confidence",
    "routes": "route_id,name,region,description,drivers,source_id,evidence,confidence",
    "stages": "route_id,branch,branch_name,order,role,iso3,place,lat,lon,mode_from_previous,note,"
    "source_id,evidence,confidence",
}
ROWS = {
    "sources": ["visit-2025,Secretariat of visits,Visits to reception centres,2025,,"],
    "detention": [
        "LBY,2023,,unknown,unknown,none_reported,unknown,,,unknown,"
        "Our visitors met no child who was held.,,visit-2025,read,medium"
    ],
    "routes": ["hidden-way,The hidden way,Africa,A way of our own.,,visit-2025,read,high"],
    "stages": [
        "hidden-way,main,Main,1,origin,TCD,Hiddenburg,12.1,15.0,,,visit-2025,read,high",
        "hidden-way,main,Main,2,destination,LBY,Tripoli,32.9,13.2,land,,visit-2025,read,high",
    ],
}
NAME = "Office of Aurora"
# Of each, nothing may reach anybody else.
SECRETS = (
    NAME, "Secretariat of visits", "Our visitors met", "hidden-way", "Hiddenburg", "The hidden way",
)  # fmt: skip
HERE = {"origin": "http://childways.test"}
CSV = {name: f"{head}\n" + "\n".join(ROWS[name]) + "\n" for name, head in HEADS.items()}


def tables():
    return {f"{name}.csv": text.encode() for name, text in CSV.items()}


@dataclass
class Reader:
    """A browser with the cookie."""

    client: object
    cookie: str

    def get(self, path, **headers):
        return self.ask("GET", path, headers=headers)

    def ask(self, method, path, *, headers=None, **more):
        return self.client.ask(
            method, path, headers={**(headers or {}), "cookie": self.cookie}, **more
        )


def see(client, files, name=NAME, headers=HERE, **more):
    parts = [("files", (file, content)) for file, content in files.items()]
    return client.ask("POST", "/own/see", files=parts, data={"name": name}, headers=headers, **more)


def reader_of(client, answer):
    return Reader(client, answer.headers["set-cookie"].partition(";")[0])


def hidden(page):
    """Return the fields that a page sends again, as a browser would."""
    found = {}
    for name, value in re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', page):
        found.setdefault(name, []).append(html.unescape(value))
    return found


def callback(address):
    return {
        "output": "page.children",
        "outputs": {"id": "page", "property": "children"},
        "inputs": [{"id": "address", "property": "data", "value": address}],
        "changedPropIds": ["address.data"],
        "state": [
            {"id": "location", "property": "pathname", "value": "/"},
            {"id": "location", "property": "search", "value": ""},
        ],
    }
