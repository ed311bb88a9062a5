"""What is found, letter by letter of 45 CFR 164.514(b)(2)(i), and what stays. All is made up.

Braces mark what must be found, no more and no less.
"""

import re

import pytest

from chaperone.deid.finding import find
from chaperone.deid.spans import LETTERS

FOUND = {
    "A": [
        "hey its {marisol}, sugar 140 before bed",
        "{Tamika} here! took my metformin",
        "this is mrs. {henderson}",
        "can you have dr {patel} call me",
        "{dawn} at {bay harbor foods} signed my form",
        "my wife {rose} was 140",
        "my daughter {hope} has type 1",
        "my son {will} is sick",
        "my brother-in-law {hector} drove me",
        "{june} my sister picks up the strips",
        "thanks, {Bev}",
        "love, grandma {jo}",
        "from: {keisha jones}",
        "sugar 180, {o'hara}",
        "is {Mary Ann van der Berg}'s form there",
        "seen by {Dr. Robert P.} today",
        "its {nana bea}, all good",
        "me llamo {guadalupe reyes}",
        "mi esposo {ramon} tiene 140",
        "soy {lupita}, mi azucar esta en 180",
        "con la doctora {mendez}",
        "its me {tom}, sugar 140",
        "my name's {drew} btw",
        "{crystal} is my daughter",
        "put it under {elbert bins} please",
        "tell them {maggie  waters} called",
        "i work at {walmart} now",
        "i drive for {gomez trucking}",
        "trabajo en {la panaderia lopez}",
        "{María José} está bien",
        "{John Graves} has graves disease",
    ],
    "B": [
        "i live at {22 elm st apt 4}",
        "new address: {1450 beacon street #3, brookline}",
        "ship it to {978 koss loaf}",
        "{po box 412 lowell}",
        "im over in {jamaica plain} these days",
        "i moved to {Overland Park}",
        "vivo en la {calle washington 45, lawrence}",
        "i was at {mercy hospital of salem}",
        "seen at {St. Mary's Hospital, Dallas} today",
        "they took me to {mass general}",
        "i was at {st vincents}",
        "treated at {UCSF}",
        "my zip code's {02155}",
        "zip is {02155}",
        "my address is {939 wolf run}",
        "is there a lab near {fall river}",
        "{quincy} ma {02169}",
        "meet me at {the corner of Elm and Main Street}",
    ],
    "C": [
        "my birthday is {march 3rd 1961}",
        "born {03-12-58}",
        "dob: {1955-07-14}",
        "appt is {8/26} right",
        "got the shot {tues oct 17}",
        "surgery on {17-Feb-2023}",
        "naci el {5 de mayo de 1960}",
        "it began in {april}",
        "i turned {91} last week",
        "my father is {93} years old",
        "grandpa is {ninety-four}",
        "tengo {92} años",
    ],
    "D": [
        "call me at {617 555 0143}",
        "text me at {(857)555-0192} instead",
        "my cell: {+1 617-555-0143}",
        "reach me at {555-0143}",
        "they dont answer at {078 8098 1119}",
        "llamame al {978 555 0123}",
    ],
    "E": ["fax it to {646-555-0102}"],
    "F": [
        "mail me at {jo.smith+log@mail.example.net}",
        "my mail is {jo.smith at gmail dot com}",
    ],
    "G": [
        "my ssn is {123 45 6789}",
        "ss# {999-75-1775} for the form",
        "my social is {999889961}",
        "mi seguro social es {123-45-6789}",
    ],
    "H": [
        "my mrn is {66515211}",
        "chart number {MRN-0734762A}",
        "record # {MRN-CEBC7F6A}",
        "MRN: #{CC-789654}",
    ],
    "I": [
        "insurance id {W3519 58448}",
        "medicaid # {100234567890}",
        "member id: {1EG4-TE5-MK47}",
        "mi numero de seguro es {XYZ684585609}",
    ],
    "J": ["acct {3746630097} got billed", "my card {4111 1111 1111 1111}", "cuenta {889-2231}"],
    "K": ["my nurse license is {S99915688}", "drivers license {S99988102}"],
    "L": [
        "my plate is {3KLM366}",
        "my car plate is {ABC 1234}",
        "vin {2T1BU4EE9DC123456}",
        "mi placa es {123ABC}",
    ],
    "M": ["pump serial number {5T-123456}", "meter sn {34Q-01219} reads 164"],
    "N": [
        "see {https://marisol.example.org/log?id=1}",
        "it is on {www.photos.example.net/a/1769}",
        "check {instagram.com/marisol.runs}",
    ],
    "O": ["my ip is {192.168.218.129}", "from {2001:db8:85a3:0:0:8a2e:370:7334}"],
    "R": ["my facebook is {@sugarbelen34}", "prescription number {4666978} is stuck"],
}

STAYS = [
    # doses, readings, times, measures
    "took 10 units humalog and 500 mg metformin at 9pm",
    "bp 140/90 pulse 88, weight 210 lbs",
    "120 130 145 118 this week",
    "mon 120 tues 134 wed 128",
    "sunday was 136, monday 110",
    "my a1c went from 9.2 to 7.1 since 2019",
    "on 70/30 twice a day",
    "take 1/2 tablet, ate 3/4 cup",
    "ratio 1:10, basal 0.85 u/hr, target 80-130",
    "i walked 10000 steps in 22 min",
    "im 95 and shaky",
    "im 72 and on glipizide 5 mg",
    "vitamin b12 1000 mcg and d3 2000iu",
    "16/8 fasting ok? 24/7?",
    "room 5 at noon",
    # diseases and tests that bear a name
    "graves disease and hashimotos and addisons",
    "mom has parkinsons, i have crohns",
    "I have Graves' disease and Bell's palsy",
    "a positive Chaddock reflex and a Wells score of 3",
    "Framingham risk score, Hodgkin's lymphoma, Barrett's esophagus",
    # medicines, devices, food, shops
    "is ozempic or mounjaro better than byetta",
    "Is Jardiance safe with Lasix?",
    "Effects of Dapagliflozin and Vancomycin",
    "dexcom g7 says 212, libre 3 fell off, omnipod 5 alarms",
    "jack in the box was 60 carbs",
    "little debbie cakes and uncle bens rice",
    "Ate a Big Mac and Greek yogurt",
    "will rose hip tea help",
    # words that are names too
    "may i eat grapes?",
    "will i need insulin",
    "do i mark the log at 8am",
    "bill me later",
    "i hope sugar drops, ill be frank im scared",
    "grace period for my insurance",
    "my wife may be late, my husband said so",
    "charley horse in my calf again",
    "sweet potato or baked, brown rice or white",
    "i live in texas is it the heat",
    "my mom is in the hospital",
    "Latest ADA guidelines for post-op care with MS",
    "the eye clinic and the walk in clinic called",
    "Tengo dolores de cabeza y el azucar en 150",
    "metformina 850 dos veces al dia",
    "COPD, GERD and HFrEF with an INR of 2.0-3.0",
    "Metformin makes me nauseous. Feeling dizzy after breakfast",
    "ok",
    "",
    "🙏",
]


def marked(text: str) -> tuple[str, list[str]]:
    return text.replace("{", "").replace("}", ""), re.findall(r"\{(.*?)\}", text)


@pytest.mark.parametrize(
    ("letter", "text"), [(letter, text) for letter, texts in FOUND.items() for text in texts]
)
def test_found(letter: str, text: str) -> None:
    plain, expected = marked(text)
    spans = find(plain)
    assert [plain[span.start : span.end] for span in spans] == expected
    assert letter in {LETTERS[span.type] for span in spans}


@pytest.mark.parametrize("text", STAYS)
def test_stays(text: str) -> None:
    assert [(text[span.start : span.end], span.type) for span in find(text)] == []


def test_capitals_say_nothing_where_all_is_in_capitals() -> None:
    text = "MY NAME IS TAMIKA JONES AND MY SUGAR IS 140"
    assert [text[span.start : span.end] for span in find(text)] == ["TAMIKA JONES"]


def test_accents_may_come_apart() -> None:
    text = "me llamo Mari\u0301a, estoy bien"
    assert [text[span.start : span.end] for span in find(text)] == ["Mari\u0301a"]
