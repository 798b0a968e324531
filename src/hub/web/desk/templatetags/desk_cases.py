"""Words of a case as tags of its templates."""

from collections.abc import Mapping

from django import template

from hub.letters.terms import Held
from hub.triage.terms import Question
from hub.web.desk.cases import rule_words as of_rules
from hub.web.desk.cases import words

register = template.Library()


@register.simple_tag
def named(actor: str, names: Mapping[str, str]) -> str:
    """What to call whoever did something; the hub where nobody is on record."""
    return names.get(actor) or "the hub"


@register.simple_tag
def letter_words(template_name: str) -> str:
    """What a letter is about."""
    return words.LETTERS.get(template_name, template_name)


@register.simple_tag
def held_words(held: str) -> str:
    """Why a letter does not go."""
    return str(Held(held).label)


@register.simple_tag
def question_words(question: str) -> str:
    """A question of the ledger."""
    return str(Question(question).label)


@register.simple_tag
def answer_words(question: str, answer: str) -> str:
    """An answer of the ledger."""
    return words.answer_words(question, answer)


@register.simple_tag
def rule_words(rule: str) -> str:
    """A rule by its title."""
    return of_rules.title(rule)


@register.simple_tag
def input_words(found: Mapping[str, str | bool | None]) -> str:
    """What a rule looked at."""
    return of_rules.inputs(found)


@register.simple_tag
def language_words(tag: str) -> str:
    """A language by its name."""
    return words.language_words(tag)


@register.simple_tag
def platform_words(platform: str) -> str:
    """A platform by its name."""
    return words.platform_words(platform)


@register.simple_tag
def queue_words(slug: str, queues: Mapping[str, str]) -> str:
    """A queue by its name."""
    return queues.get(slug, slug)


@register.simple_tag
def fact_words(name: str) -> str:
    """A fact that a rule asks about."""
    return words.fact_words(name)


@register.simple_tag
def fact_value(name: str, said: str) -> str:
    """What a fact said, as people say it; several are told apart by commas."""
    return ", ".join(words.value_words(name, each) for each in said.split(", ")) if said else "not known"
