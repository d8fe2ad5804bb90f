"""Plain pages that a new site may begin with: headings, and in brackets what to write below them.

None is legal advice, and none is public before somebody publishes it, which takes filling in what
stands in brackets.
"""

from dataclasses import dataclass

from articles.core.page_content import PageContent
from articles.models import Page

# What a text must not hold when it is published.
TO_FILL_IN = "[Fill in:"


@dataclass(frozen=True, slots=True)
class SuggestedPage:
    """A page to begin with, at its address."""

    slug: str
    title: str
    kind: Page.Kind
    text: str

    def content(self, position: int) -> PageContent:
        """Return what it says at a place in the footer."""
        return PageContent(self.title, self.text, kind=self.kind, position=position)


_ABOUT = f"""{TO_FILL_IN} in two sentences, what the site is and for whom.]

## What you find here

{TO_FILL_IN} subjects, kinds of articles, what is not covered.]

## Who writes it

{TO_FILL_IN} the people or the organisation behind the site, and what they know of its subjects.]

## How it is paid for

{TO_FILL_IN} who pays, and whether that has a say in what is written.]
"""
_PRIVACY = f"""{TO_FILL_IN} who is responsible for the data of this site, with an address.]

## What is kept when you read

{TO_FILL_IN} what the server's logs hold, and for how long; whether a script counts visits.]

## What is kept when you write to us

{TO_FILL_IN} notes below answers, e-mail.]

## Cookies

{TO_FILL_IN} whether readers get any, and what for.]

## Your rights

{TO_FILL_IN} how somebody asks what is known of them, or has it deleted, and who hears complaints.]
"""
_CONTACT = f"""{TO_FILL_IN} in a sentence, how to reach the site and when to expect an answer.]

## E-mail

{TO_FILL_IN} an address.]

## Post

{TO_FILL_IN} an address, if there is one.]

## A mistake in an article

{TO_FILL_IN} where to report it. Below every answer readers can leave a note, too.]
"""
_IMPRINT = f"""## Publisher

{TO_FILL_IN} name and legal form.]

{TO_FILL_IN} postal address.]

## Contact

{TO_FILL_IN} e-mail and telephone.]

## Represented by

{TO_FILL_IN} who may act for the publisher, where it is no person.]

## Register and tax number

{TO_FILL_IN} where the law of your country asks for them.]

## Responsible for the content

{TO_FILL_IN} name and address.]
"""
_EDITORIAL_POLICY = f"""{TO_FILL_IN} in two sentences, what readers may expect of an article.]

## How articles are written

{TO_FILL_IN} who writes them, from which sources, and with which tools.]

## How they are reviewed

{TO_FILL_IN} who looks at them before and after they are published, and how often.]

## How mistakes are corrected

{TO_FILL_IN} how to report one, how soon it is looked at, and how a page says that it was changed.]

## Independence

{TO_FILL_IN} who pays for the site, and what they have no say in.]
"""
_TERMS = f"""{TO_FILL_IN} who offers the site, and that reading it means these terms.]

## Use of the texts

{TO_FILL_IN} what readers may copy, and how the site wants to be named.]

## No advice

{TO_FILL_IN} that articles are general information and no advice for a case of one's own.]

## Liability

{TO_FILL_IN} what the site answers for, and what it does not.]

## Changes

{TO_FILL_IN} how changed terms are announced.]
"""

SUGGESTED = (
    SuggestedPage("about", "About", Page.Kind.ABOUT, _ABOUT),
    SuggestedPage("contact", "Contact", Page.Kind.CONTACT, _CONTACT),
    SuggestedPage("editorial-policy", "Editorial policy", Page.Kind.PAGE, _EDITORIAL_POLICY),
    SuggestedPage("privacy", "Privacy", Page.Kind.PAGE, _PRIVACY),
    SuggestedPage("terms", "Terms of use", Page.Kind.PAGE, _TERMS),
    SuggestedPage("imprint", "Imprint", Page.Kind.PAGE, _IMPRINT),
)
# Between two places in the footer, so that another page fits in.
_STEP = 10


def still_suggested() -> list[SuggestedPage]:
    """Return those at whose address no page stands yet."""
    taken = set(Page.objects.values_list("slug", flat=True))
    return [suggested for suggested in SUGGESTED if suggested.slug not in taken]


def suggested_content(slug: str) -> PageContent | None:
    """Return what a suggested page begins with; None for another address."""
    for place, suggested in enumerate(SUGGESTED, start=1):
        if suggested.slug == slug:
            return suggested.content(place * _STEP)
    return None
