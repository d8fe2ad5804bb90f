"""Searches that may say who somebody is; most searches with digits and names say nothing of it."""

from time import process_time

import pytest

from articles.audience.personal_data import may_be_personal

PERSONAL = [
    "jane.doe@example.org",
    "mail to jane(at)example.org or jane@mail.example",
    "@janedoe instagram",
    "https://docs.example.com/d/1a2b3c?key=secret",
    "www.example.com",
    "example.com/reset?token=x",
    "call me 030 1234567",
    "+49 (30) 901820",
    "555-123-4567",
    "123-45-6789",
    "4111 1111 1111 1111",
    "DE89 3704 0044 0532 0130 00",
    "born 12/03/1999",
    "matriculation 20231107",
    "sk-live-4f9a8b7c6d5e4f3a",
    "my name is jane",
    "My name's Jane Doe and I need help",
    "hi i'm called jane",
    "ich heiße jana",
    "mein Name ist Jana",
    "je m'appelle jeanne",
    "me llamo juana",
    "my password is hunter2",
    "i live at the old mill",
    "my phone number",
    "221 Baker Street",
    "1600 Pennsylvania Ave",
    "Lange Straße 12",
]
NOT_PERSONAL = [
    "what is light",
    "causes of ww1 1914-1918",
    "world war 1939 to 1945",
    "1789, 1848",
    "the years 1991–94",
    "pi 3.14159",
    "speed of light 299792 km/s",
    "1 2 3 4 5 6",
    "what is 2 + 2 * 3",
    "meters @ 9.8",
    "c++ vs c#",
    "iso 9001",
    "vitamin b12",
    "h2so4 and naoh",
    "who was napoleon bonaparte",
    "in the name of the rose",
    "what is a domain name",
    "romeo what's in a name",
    "python 3.11 print(f'{x}')",
    "node.js event loop",
    "dichlorodiphenyltrichloroethane",
    "three-dimensional structure",
    "how many people live on mars",
    "what is a password",
    "straße in german",
    "20 percent of 150",
    "10 road safety rules",
    "",
]


@pytest.mark.parametrize("text", PERSONAL)
def test_what_may_say_who_somebody_is_is_recognised(text):
    assert may_be_personal(text)


@pytest.mark.parametrize("part", ["a-", "1 ", "1a", "my ", "a.", "12 a ", "@ ", "x1-", "str. "])
def test_a_long_search_takes_no_time(part):
    text = part * (300 // len(part))
    started = process_time()
    may_be_personal(text)
    assert process_time() - started < 0.05


@pytest.mark.parametrize("text", NOT_PERSONAL)
def test_other_searches_are_not(text):
    assert not may_be_personal(text)
