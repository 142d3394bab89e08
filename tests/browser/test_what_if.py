"""A what-if put together in the real browser, with script and without."""

import re

import pytest
from playwright.sync_api import expect


@pytest.mark.parametrize("script", [True, False])
def test_a_change_is_added_seen_and_taken_out(visit, script):
    one = visit(java_script_enabled=script)
    page = one.open("/what-if?company=family&route=central-med-horn")
    expect(page.locator(".touched")).to_have_count(0)
    form = page.locator("form.what-if-form").first
    form.locator("input[name=country]").fill("Libye")
    if script:
        form.locator(".list-search").fill("detention families")
        expect(form.locator("option[value]:not([value=''])")).to_have_count(1)
    else:
        expect(form.locator(".list-search")).to_have_count(0)
        form.locator("select").select_option("end-detention-families")
    form.get_by_role("button", name="Add the change").click()
    expect(page.locator(".change-chip")).to_contain_text("Libya ends the detention of children")
    expect(page.locator("h1")).to_contain_text("A calculation, not a fact")
    if script:
        page.wait_for_url("**/what-if?change=LBY:end-detention-families&route=*")
    touched = page.locator(".touched")
    expect(touched).not_to_have_count(0)
    expect(touched.first.locator(".ba.moved").first).to_contain_text("▲")
    kept = "(?=.*route=central-med-horn)(?=.*company=family)"
    expect(page).to_have_url(re.compile(kept))

    page.get_by_role("link", name="Take out: Libya ends").click()
    expect(page).to_have_url(re.compile(f"^(?!.*(change|lever)=){kept}"))
    one.at_rest()
    expect(page.locator(".change-chip")).to_have_count(0)
    expect(page.locator(".touched")).to_have_count(0)


def test_the_first_ranked_lever_is_supposed_by_keyboard_and_the_frame_shows_the_same(visit):
    one = visit()
    page = one.open("/what-if?goal=2")
    page.locator("table.levers").first.get_by_role("link", name="Suppose it").first.focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**change=**")
    question = page.locator("h1").inner_text()
    reach = page.locator(".says-reach").inner_text()
    one.open(page.url.replace("/what-if", "/embed/what-if"))
    expect(page.locator("h1")).to_have_text(question)
    expect(page.locator(".embed-line")).to_contain_text(reach)
