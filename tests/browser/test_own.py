"""Two windows of a reader with own facts: each has map and words of the same atlas."""

from playwright.sync_api import expect


def test_a_page_whose_words_are_of_another_atlas_is_loaded_anew_once(visit, data):
    one = visit()
    page = one.open("/")

    def of_another(route):
        """As when they came or went in another window, but without making her atlas."""
        answer = route.fetch()
        route.fulfill(response=answer, body=answer.text().replace(data.version, "another"))

    page.route("**/_dash-update-component*", of_another)
    page.evaluate("childways.go('/?year=2024')")
    # Words of another atlas than the painted one are not taken over before.
    expect(page.locator("html")).to_have_attribute("data-address", "/?year=2024")
    assert one.asked.count(f"{one.address}/?year=2024") == 1  # nor is it tried for ever
