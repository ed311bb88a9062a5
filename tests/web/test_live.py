"""The page that keeps itself true, the keys, and the counter, in a real browser."""

import re

from playwright.sync_api import expect

from chaperone.sms.segments import count
from tests.web.contexts import NOW


def hurried(seen):
    """Time that a test moves itself."""
    seen.page.clock.install(time=NOW)
    return seen


def test_a_page_asks_for_its_part_only_when_the_number_moved(window):
    seen = hurried(window())
    seen.version = 4
    page = seen.open("inbox")
    with page.expect_response("**/inbox/version/"):
        page.clock.fast_forward(5_000)
    assert seen.asked.count("GET /inbox") == 1
    seen.version = 5
    seen.changed = lambda html: html.replace("Ines Duarte", "Zoe Novak").replace(
        'data-version="4"', 'data-version="5"'
    )
    page.clock.fast_forward(5_000)
    expect(page.get_by_text("Zoe Novak")).to_be_visible()
    assert seen.asked.count("GET /inbox/") == 1
    expect(page.locator("#announcements")).to_contain_text("2 urgent. 1 waiting.")


def test_what_is_being_typed_survives_a_new_text(window):
    seen = hurried(window())
    seen.version = 7
    page = seen.open("thread")
    page.get_by_label("Your reply").fill("I am on my")
    seen.version = 8
    seen.changed = lambda html: html.replace("I am calling you now.", "Are you there?").replace(
        "Alice Reyes answers", "Bob Chen answers"
    )
    page.clock.fast_forward(5_000)
    expect(page.get_by_text("Are you there?")).to_be_visible()
    expect(page.get_by_text("Bob Chen answers")).to_be_visible()
    expect(page.get_by_label("Your reply")).to_have_value("I am on my")


def test_a_lost_connection_is_said_and_taken_back(window):
    seen = hurried(window())
    seen.version = 4
    page = seen.open("inbox")
    page.context.set_offline(True)
    page.route("**/inbox/version/", lambda route: route.abort())
    page.clock.fast_forward(5_000)
    expect(page.locator("#live")).to_contain_text("The connection is lost")
    page.unroute("**/inbox/version/")
    page.context.set_offline(False)
    page.clock.fast_forward(9_000)
    expect(page.locator("#live")).to_be_hidden()


def test_a_page_signed_out_elsewhere_says_so_and_stops_asking(window):
    seen = hurried(window())
    page = seen.open("inbox")
    page.route("**/inbox/version/", lambda route: route.fulfill(status=404))
    page.clock.fast_forward(5_000)
    expect(page.locator("#live")).to_contain_text("sign in")


def test_the_navigation_says_how_many_alerts_are_open(window):
    seen = hurried(window())
    page = seen.open("officers-home")
    alerts = page.get_by_role("link", name="Alerts 3 open")
    expect(alerts).to_be_visible()
    seen.count = 4
    page.clock.fast_forward(16_000)
    expect(page.get_by_role("link", name="Alerts 4 open")).to_be_visible()
    seen.count = 0
    page.clock.fast_forward(16_000)
    expect(page.get_by_role("link", name="Alerts", exact=True)).to_be_visible()
    page.route("**/detection/open/", lambda route: route.abort())
    page.clock.fast_forward(16_000)
    expect(page.locator(".count")).to_be_hidden()


def test_a_clock_goes_on(window):
    seen = hurried(window())
    seen.version = 4
    seen.changed = lambda html: re.sub(
        r'datetime="[^"]+"(?= title="[^"]+" data-since)', f'datetime="{NOW.isoformat()}"', html
    )
    page = seen.open("inbox")
    page.clock.fast_forward(20 * 60_000)
    expect(page.locator("#inbox time[data-since]").first).to_have_text("20 min")


def test_j_k_and_enter_go_through_the_inbox(window):
    page = window().open("inbox")
    page.keyboard.press("j")
    page.keyboard.press("j")
    assert "Theodore" in page.evaluate("document.activeElement.innerText")
    page.keyboard.press("k")
    assert "Marta" in page.evaluate("document.activeElement.innerText")
    page.keyboard.press("r")
    page.wait_for_url("**/threads/00000000-0000-0000-0000-000000000001/#reply")


def test_r_begins_a_reply_and_letters_stay_letters_there(window):
    page = window().open("thread")
    page.keyboard.press("r")
    page.keyboard.type("just a try?")
    expect(page.get_by_label("Your reply")).to_have_value("just a try?")


def test_t_takes_over(window):
    seen = window()
    page = seen.open("thread-assistant")
    page.keyboard.press("t")
    page.wait_for_url("**/take-over/")
    assert "POST /threads/00000000-0000-0000-0000-000000000001/take-over/" in seen.asked


def test_who_else_looks_is_said_and_taken_back(window):
    seen = hurried(window())
    seen.version, seen.here = 7, ["Bob Chen", "Dana Whitfield"]
    page = seen.open("thread")
    page.clock.fast_forward(5_000)
    expect(page.locator("#company")).to_have_text("Bob Chen and Dana Whitfield are here, too.")
    seen.here = []
    page.clock.fast_forward(5_000)
    expect(page.locator("#company")).to_be_hidden()
    assert seen.asked.count("GET /thread") == 1


def test_a_approves_e_edits_and_x_begins_to_discard(window):
    seen = window()
    page = seen.open("thread-draft")
    page.keyboard.press("x")
    assert page.evaluate("document.activeElement.id") == "flaw"
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("e")
    page.wait_for_url("**/?edit=*#reply")
    page = seen.open("thread-draft")
    page.keyboard.press("a")
    page.wait_for_url("**/approve/")
    assert [each for each in seen.asked if each.startswith("POST")][-1].endswith("/approve/")


def test_the_keys_are_shown_and_can_be_switched_off(window):
    page = window().open("inbox")
    page.keyboard.press("?")
    expect(page.get_by_role("dialog", name="Keys")).to_be_visible()
    page.get_by_label("Use single keys in this browser").uncheck()
    page.get_by_role("button", name="Close").click()
    page.keyboard.press("j")
    assert page.evaluate("document.activeElement.className") != "conversation"
    page.keyboard.press("?")
    expect(page.get_by_role("dialog", name="Keys")).to_be_visible()


def test_the_counter_counts_as_the_server_does(window):
    page = window().open("thread")
    samples = [
        "a",
        "a" * 160,
        "a" * 161,
        "a" * 306,
        "a" * 307,
        "€" * 80,
        "€" * 81,
        "a" * 152 + "€" + "b" * 152,
        "ç" * 70,
        "ç" * 71,
        "ł" * 134,
        "ł" * 135,
        "\U0001f600" * 35,
        "\U0001f600" * 36,
        "a" * 66 + "\U0001f600" * 40,
        "[]{}\\~^|",
        "Ä ö Ñ ü à £ ¥ Ω",
        "line\nbreak",
    ]
    box, shown = page.get_by_label("Your reply"), page.locator("[data-segments-of]")
    for text in samples:
        box.fill(text)
        expect(shown).to_have_attribute("data-segments", str(count(text).segments))


def test_enter_sends_from_the_handset(window):
    seen = window()
    page = seen.open("handset")
    page.get_by_label("Text message").fill("What may I eat?")
    page.keyboard.press("Enter")
    page.wait_for_url("**/handset/send/")
    assert "POST /handset/send/" in seen.asked


def test_a_refused_reply_keeps_its_text_and_the_page_goes_on(window):
    # The page then stands at the address of the form, which cannot be asked for.
    seen = hurried(window())
    seen.version = 7
    page = seen.open("thread")
    page.evaluate("history.replaceState(null, '', '/threads/x/reply/')")
    seen.version = 8
    with page.expect_request("**/threads/00000000-0000-0000-0000-000000000001/?"):
        page.clock.fast_forward(5_000)
