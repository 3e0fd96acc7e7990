"""MkDocs events, each handed to guidebook.site.engine. No logic here."""

from mkdocs.plugins import CombinedEvent, event_priority

from guidebook.site import engine


@event_priority(-200)
def on_config(config):
    return engine.with_book(config)


@event_priority(100)  # before static-i18n (-100), which pairs every file with every language
def _before_i18n(files, config):
    return engine.this_language_and_its_source(files, config)


@event_priority(-200)  # after it: it cannot read files that are made, not found
def _after_i18n(files, config):
    return engine.under_its_own_prefix(files, config)


on_files = CombinedEvent(_before_i18n, _after_i18n)


def on_page_read_source(page, config):
    return engine.source_of(page, config)


def on_page_markdown(markdown, page, config, files):
    return engine.prepared(markdown, page, config)


@event_priority(-200)
def on_page_content(html, page, config, files):
    return engine.with_notices(html, page, config)


def on_env(env, config, files):
    return engine.with_languages(env, config, files)


@event_priority(40)  # after static-i18n (50) has put in its own
def on_page_context(context, page, config, nav):
    return engine.page_context(context, page, config)
