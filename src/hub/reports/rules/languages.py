"""Languages as people write them, turned into tags."""

import re

_TAG = re.compile(r"[a-z]{2,3}(-[a-z0-9]{2,8})*")
_NAMES = {
    "afrikaans": "af", "albanian": "sq", "amharic": "am", "arabic": "ar", "armenian": "hy", "azerbaijani": "az",
    "bangla": "bn", "bengali": "bn", "bosnian": "bs", "british sign language": "bfi", "bsl": "bfi",
    "bulgarian": "bg", "burmese": "my", "cantonese": "yue", "chinese": "zh", "croatian": "hr", "czech": "cs",
    "danish": "da", "dari": "prs", "dutch": "nl", "english": "en", "estonian": "et", "farsi": "fa", "filipino": "fil",
    "finnish": "fi", "flemish": "nl", "french": "fr", "georgian": "ka", "german": "de", "greek": "el",
    "gujarati": "gu", "hausa": "ha", "hebrew": "he", "hindi": "hi", "hungarian": "hu", "igbo": "ig",
    "indonesian": "id", "irish": "ga", "italian": "it", "japanese": "ja", "kannada": "kn", "kashmiri": "ks",
    "korean": "ko", "kurdish": "ku", "kurmanji": "kmr", "latvian": "lv", "lingala": "ln", "lithuanian": "lt",
    "macedonian": "mk", "malay": "ms", "malayalam": "ml", "mandarin": "zh", "marathi": "mr", "mirpuri": "pnb",
    "mongolian": "mn", "nepali": "ne", "norwegian": "no", "oromo": "om", "panjabi": "pa", "pashto": "ps",
    "persian": "fa", "polish": "pl", "portuguese": "pt", "punjabi": "pa", "romani": "rom", "romanian": "ro",
    "russian": "ru", "scottish gaelic": "gd", "serbian": "sr", "shona": "sn", "sindhi": "sd", "sinhala": "si",
    "sinhalese": "si", "slovak": "sk", "slovenian": "sl", "somali": "so", "sorani": "ckb", "spanish": "es",
    "swahili": "sw", "swedish": "sv", "sylheti": "syl", "tagalog": "tl", "tamil": "ta", "telugu": "te", "thai": "th",
    "tigrinya": "ti", "turkish": "tr", "twi": "tw", "ukrainian": "uk", "urdu": "ur", "uzbek": "uz",
    "vietnamese": "vi", "welsh": "cy", "wolof": "wo", "yiddish": "yi", "yoruba": "yo", "zulu": "zu",
}  # fmt: skip
LANGUAGES = tuple(sorted(each.title() for each in _NAMES if each != "bsl"))


def language(text: str) -> tuple[str, str]:
    """The tag of a language and no note; where it is neither a tag nor a name we know, as typed and a note."""
    typed = " ".join(text.split())
    plain = typed.casefold()
    tag = _NAMES.get(plain, plain.replace("_", "-"))
    if not tag or _TAG.fullmatch(tag):
        return tag, ""
    return typed, "language is neither a tag nor a name we know; it is kept as typed"
