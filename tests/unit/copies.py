"""Articles for the tests of copies: what newsrooms do to a story they take over, and stories that only look alike.

What belongs here: generators, each deterministic by its seed.  Every sentence is written for these tests.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable

Damage = Callable[[str, random.Random], str]

_ADDED = (
    "The road through the valley has been closed to heavy traffic since the landslide of last spring, and drivers wait for days.",
    "Analysts in the region said the coming weeks would show whether words are followed by deeds.",
    "A shopkeeper near the bus stand said custom had halved and that he was thinking of leaving for the plains.",
    "The ministry did not answer written questions by the time this edition went to press.",
    "Schools in the two districts stayed shut, and hospitals called in staff who were on leave.",
    "Prices of flour and cooking oil have gone up by a fifth since the beginning of the month, traders reckon.",
)
_HEADS = (
    "What is known so far",
    "Region on edge after a long night",
    "The story behind the figures",
    "Update from the field",
)
_TOWNS = ("MULTAN", "HERAT", "DUBAI", "ANKARA", "QUETTA", "GENEVA", "SUKKUR")
_AROUND = (
    ("Advertisement\n\nShare this story\n\n", "\n\nRead more: five things to know this week\n\nAll rights reserved."),
    ("Subscribe to our newsletter for the morning briefing.\n\n", "\n\nFollow us on our channels for the latest."),
    ("Listen to this article · 4 min\n\n", "\n\nRelated stories\nThe week in pictures\nLetters to the editor"),
)


def paragraphs(text: str) -> list[str]:
    return [p for p in text.split("\n\n") if p.strip()]


def other_headline(text: str, rng: random.Random) -> str:
    parts = paragraphs(text)
    if len(parts[0]) < 100 and len(parts) > 1:
        parts = parts[1:]
    return "\n\n".join([rng.choice(_HEADS), *parts])


def other_dateline(text: str, rng: random.Random) -> str:
    plain = re.sub(r"^(date \S+ )?[A-Z][A-Z/ ]{3,30}(, [A-Z][a-z]{2,8}\.? \d+)?( \([A-Za-z ]+\))? ?[—–:-] ?", "", text)
    return f"{rng.choice(_TOWNS)}: {plain}"


def typos(text: str, rng: random.Random) -> str:
    words = text.split(" ")
    for place, word in enumerate(words):
        if len(word) > 4 and word.isalpha() and rng.random() < 0.05:
            cut = rng.randrange(1, len(word) - 1)
            swapped = word[:cut] + word[cut + 1] + word[cut] + word[cut + 2 :]
            words[place] = rng.choice((swapped, word[:cut] + word[cut + 1 :], word[:cut] + word[cut] + word[cut:]))
    return " ".join(words)


def dropped(text: str, rng: random.Random) -> str:
    parts = paragraphs(text)
    for _ in range(max(1, len(parts) // 3)):
        if len(parts) > 2:
            del parts[rng.randrange(1, len(parts))]
    return "\n\n".join(parts)


def added(text: str, rng: random.Random) -> str:
    parts = paragraphs(text)
    for line in rng.sample(_ADDED, rng.randint(1, 3)):
        parts.insert(rng.randint(1, len(parts)), line)
    return "\n\n".join(parts)


def other_quotes(text: str, rng: random.Random) -> str:
    text = re.sub(r'"([^"]*)"', r"“\1”", text) if '"' in text else text.replace("“", '"').replace("”", '"')
    return text.replace("’", "'") if "’" in text else text.replace("'", "’")


def boilerplate(text: str, rng: random.Random) -> str:
    before, after = rng.choice(_AROUND)
    return before + text + after


def truncated(text: str, rng: random.Random) -> str:
    return text[: len(text) // 2] + " [+1432 chars]"


def mojibake(text: str, rng: random.Random) -> str:
    text = text.replace('"', "“").replace("'", "’")
    if rng.random() < 0.5:
        return text.encode().decode("cp1252", errors="replace")
    return text.encode("ascii", errors="replace").decode()


def rewrapped(text: str, rng: random.Random) -> str:
    lines = []
    for part in paragraphs(text):
        words, line = part.split(), ""
        for word in words:
            if len(line) + len(word) > 64:
                lines.append(line)
                line = ""
            line = f"{line} {word}".strip()
        lines += [line, ""]
    return "\n".join(lines)


DAMAGES: tuple[Damage, ...] = (
    other_headline,
    other_dateline,
    typos,
    dropped,
    added,
    other_quotes,
    boilerplate,
    truncated,
    mojibake,
    rewrapped,
)


def noisy_copy(text: str, number: int) -> str:
    """A copy with one to three damages; every damage comes first in a tenth of the numbers."""
    rng = random.Random(number)  # noqa: S311
    first = DAMAGES[number % len(DAMAGES)]
    rest = rng.sample([damage for damage in DAMAGES if damage is not first], rng.randint(0, 2))
    for damage in (first, *rest):
        text = damage(text, rng)
    return text


_PERSONS = (
    "Anwar Bashir Camran Daniyal Ehsan Farooq Gulab Haris Imran Jalal Karim Latif Munir Naveed Omar Parvez".split()
)
_FAMILY = (
    "Ahmadi Baloch Chishti Durrani Ghani Hotak Jamali Khattak Lodhi Marwat Niazi Popal Rind Shinwari Tarin".split()
)
_PLACES = (
    "Zhob Chaman Gwadar Larkana Mardan Nushki Okara Pishin Quetta Sibi Turbat Vehari Bannu Dir Hangu Kohat Swabi Tank"
).split()
_CRIMES = ("robbery", "murder", "fraud", "smuggling", "kidnapping", "forgery")
_GOODS = ("cement", "sugar", "steel", "textile", "fertiliser", "cable")


def _name(rng: random.Random) -> str:
    return f"{rng.choice(_PERSONS)} {rng.choice(_FAMILY)}"


def weekly_bulletin(rng: random.Random) -> str:
    first = rng.randint(1, 21)
    month = rng.choice(("March", "April", "June", "July", "August", "October"))
    n = [f"{rng.randint(2000, 90000):,}" for _ in range(7)]
    return (
        f"Weekly update on crossings, {first}–{first + 6} {month}\n\nIn the week of {first}–{first + 6} {month}, {n[0]} people "
        f"crossed at the main gate and {n[1]} at the southern gate, which is {n[2]} fewer than in the week before. Of these, "
        f"{n[3]} held documents and {n[4]} had none.\n\nThe total since the plan was announced stands at {n[5]} people. Field "
        f"staff registered {n[6]} families with special needs, among them {rng.randint(20, 900)} children without company. "
        f"Figures come from counts at the gates and may be revised. The next update will be issued on {first + 9} {month}."
    )


def market_close(rng: random.Random) -> str:
    up = rng.choice(("gained", "lost"))
    goods = rng.sample(_GOODS, 3)
    return (
        f"KARACHI: The main index {up} {rng.randint(100, 2900):,} points, or {rng.randint(1, 30) / 10} percent, to close at "
        f"{rng.randint(90000, 180000):,} on the last session. Volume stood at {rng.randint(200, 900)} million shares against "
        f"{rng.randint(200, 900)} million the day before, and {rng.randint(200, 300)} of {rng.randint(440, 490)} companies ended "
        f"higher. Leaders were {_name(rng)} {goods[0].title()}, {rng.choice(_FAMILY)} {goods[1].title()} and {rng.choice(_FAMILY)} "
        f"Holdings. Foreign investors were net sellers of {rng.randint(10, 990) / 100} million dollars. The rupee closed at "
        f"{rng.randint(27000, 28900) / 100} to the dollar in the interbank market. Brokers expect the range to hold until the "
        "central bank meets and advise small savers to keep away from leveraged positions."
    )


def court_list(rng: random.Random) -> str:
    accused, victim, judge = _name(rng), _name(rng), _name(rng)
    place, crime = rng.choice(_PLACES), rng.choice(_CRIMES)
    return (
        f"{place.upper()}: The court of Additional District and Sessions Judge {judge} sentenced {accused}, {rng.randint(19, 64)}, to "
        f"{rng.randint(2, 25)} years in prison in a {crime} case and fined him Rs{rng.randint(1, 90) * 10000:,}. According to the "
        f"prosecution, the convict had been arrested by {rng.choice(_PLACES)} police on the complaint of {victim}, a resident of "
        f"{rng.choice(_PLACES)}, under case number {rng.randint(10, 999)}. After hearing the arguments of both sides and recording "
        "the statements of witnesses, the court found that the prosecution had proved its case beyond reasonable doubt. In case of "
        f"default the convict will undergo a further {rng.randint(2, 18)} months. The benefit of the time already spent in custody "
        "was extended to him, and he was sent back to jail to serve the term."
    )


def live_entry(rng: random.Random) -> str:
    entries = [
        f"{rng.randint(0, 23):02}:{rng.randint(0, 59):02} — {_name(rng)}, speaking in {rng.choice(_PLACES)}, says "
        f"{rng.choice(_WHAT)} and that {rng.choice(_THEN)}."
        for _ in range(9)
    ]
    return "\n\n".join(
        [
            "Live: follow the latest from our reporters. This page is updated as news comes in; times are local.",
            *entries,
        ]
    )


_WHAT = (
    "the gate will stay closed for lorries",
    "talks have been put off once more",
    "his party rejects the budget",
    "the tents have reached the upper villages",
    "a curfew begins at dusk",
    "no date was agreed on",
    "rains have cut the lower road",
    "the strike of the dockers goes on",
)
_THEN = (
    "envoys will meet again within days",
    "merchants ask for compensation",
    "an inquiry has been ordered",
    "the army has been asked for help",
    "flights are to resume at noon",
    "prices will come down soon",
    "the opposition will march on the capital",
    "schools open again after the holiday",
)
_WORDS = (
    "valley harvest minister bridge engine winter market teacher garden railway orchard letter border shepherd customs river "
    "festival hospital council lantern factory student captain museum pipeline harbour drought carpet witness election snow"
).split()
_VERBS = "opened closed promised visited repaired counted feared sold measured painted guarded missed praised flooded".split()
_LINKS = ("after", "before", "although", "because", "while", "so that", "until", "as if")


def free_story(rng: random.Random) -> str:
    def clause() -> str:
        a, b = rng.sample(_WORDS, 2)
        return f"the {a} of {rng.choice(_PLACES)} {rng.choice(_VERBS)} the {rng.choice(_WORDS)} near the {b}"

    def sentence() -> str:
        return f"{clause().capitalize()} {rng.choice(_LINKS)} {clause()}, {_name(rng)} said."

    return "\n\n".join(" ".join(sentence() for _ in range(rng.randint(2, 4))) for _ in range(rng.randint(3, 6)))


KINDS = (free_story, free_story, free_story, weekly_bulletin, market_close, court_list, live_entry)


def distinct_article(number: int) -> str:
    rng = random.Random(f"distinct {number}")  # noqa: S311
    return KINDS[number % len(KINDS)](rng)
