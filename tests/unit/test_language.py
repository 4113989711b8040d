"""The language of an article: by its words, else as delivered; English is never taken for another one."""

from __future__ import annotations

import pytest

from pipelines.clean.language import Language, language_of

_ENGLISH = (
    "The council said on Sunday that the pass would stay closed for a week, and lorries from Chaman and Spin Boldak were "
    "told to wait at Torkham until the army had cleared the road."
)
_OTHERS = {
    "de": "Der Minister sagte am Freitag in Kabul, die Gespräche seien beendet und es werde keine weitere Runde geben. Die "
    "Grenze bleibe geschlossen, bis eine schriftliche Vereinbarung vorliege.",
    "tr": "Savunma bakanı cuma günü yaptığı açıklamada görüşmelerin sona erdiğini ve yeni bir tur yapılmayacağını söyledi. "
    "Yazılı bir anlaşma olmadan sınır kapısı kapalı kalacak dedi.",
    "ur": "وزیر دفاع نے جمعہ کو کہا کہ مذاکرات ختم ہو چکے ہیں اور مزید کوئی دور نہیں ہوگا۔ سرحد اس وقت تک بند رہے گی جب تک تحریری "
    "معاہدہ نہیں ہو جاتا، انہوں نے صحافیوں کو بتایا۔",
    "ps": "د دفاع وزیر د جمعې په ورځ وویل چې خبرې اترې پای ته رسېدلې دي او بل پړاو به نه وي. د تورخم پوله به تر هغه وخته پورې "
    "تړلې وي چې لیکلی تړون نه وي شوی، هغه خبریالانو ته وویل.",
    "fa": "وزیر دفاع روز جمعه گفت که مذاکرات پایان یافته است و دور دیگری برگزار نخواهد شد. مرز تا زمانی که توافق کتبی حاصل نشود "
    "بسته خواهد ماند، او به خبرنگاران گفت.",
}


@pytest.mark.parametrize("tag", _OTHERS)
def test_another_language_is_found_in_the_text_whatever_is_delivered(tag: str) -> None:
    for delivered in (None, "en", "not a tag"):
        assert language_of(_OTHERS[tag], delivered) == Language(tag, "text")
    assert language_of(_OTHERS[tag], f"{tag}_xx") == Language(f"{tag}-XX", "metadata")
    assert not language_of(_OTHERS[tag], None).is_read


def test_english_is_read_whatever_is_delivered() -> None:
    assert language_of(_ENGLISH, "ur") == language_of(_ENGLISH, None) == Language("en", "text")
    assert language_of(_ENGLISH, "en_gb") == Language("en-GB", "metadata")
    assert language_of(_ENGLISH.upper(), None).is_read


def test_english_that_quotes_another_language_is_english() -> None:
    assert language_of(f"{_ENGLISH} “{_OTHERS['ur']}”", None) == Language("en", "text")


@pytest.mark.parametrize(
    "text", ["", "Torkham", "Two lorries burn in Chaman", "Kabul, Kandahar, Torkham, Chaman, Spin Boldak, Quetta. " * 4]
)
def test_what_is_too_short_or_only_names_is_read_unless_metadata_says_other(text: str) -> None:
    assert language_of(text, None) == Language(None, "none")
    assert language_of(text, None).is_read
    assert language_of(text, "ps") == Language("ps", "metadata")
