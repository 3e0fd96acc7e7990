"""`guidebook build` from the outside: what it leaves behind when all goes well, and when it does not."""

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from guidebook import building

GUIDEBOOK = Path(sys.executable).with_name("guidebook")


def guidebook(book, *words, **options):
    """Run the command in the folder of the book, plainly and in English."""
    environment = {**os.environ, "CI": "1", "LC_ALL": "C.UTF-8", **options}
    command = [GUIDEBOOK, "--speak", "en", *words]
    return subprocess.run(command, cwd=book.root, env=environment, capture_output=True, text=True, check=False)


def snapshot(folder: Path) -> dict[str, bytes]:
    return {f.relative_to(folder).as_posix(): f.read_bytes() for f in sorted(folder.rglob("*")) if f.is_file()}


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    """The sample book, built once; tests that change it take a copy."""
    from conftest import TODAY, copy_sample_book

    book = copy_sample_book(tmp_path_factory.mktemp("built") / "book")
    os.environ["SOURCE_DATE_EPOCH"] = TODAY
    run = guidebook(book, "build")
    assert run.returncode == 0, run.stdout + run.stderr
    return book, run


@pytest.fixture
def copy(built, tmp_path):
    """A copy of the built book."""
    from conftest import SampleBook

    root = tmp_path / "copy"
    shutil.copytree(built[0].root, root, symlinks=True)
    return SampleBook(root)


def test_one_command_makes_a_site_and_two_pdfs_for_each_language(built):
    book, _ = built
    for code in ("uk", "pl", "en"):
        assert (book.path(f"build/site/{code}/index.html")).is_file()
        for name in ("guide.pdf", "guide-booklet.pdf"):
            file = book.path(f"build/print/{code}/{name}")
            assert file.read_bytes().startswith(b"%PDF")
            assert book.path(f"build/site/{code}/print/{name}").read_bytes() == file.read_bytes()


def test_the_page_print_offers_what_was_printed_with_pages_and_sheets(built):
    book, _ = built
    for edition in json.loads(book.read("build/print/pl/editions.json")):
        page = book.read("build/site/pl/print/index.html")
        assert f'href="{edition["file"]}"' in page
        assert f"{edition['pages']} stron" in page


def test_the_table_at_the_end_names_every_output(built):
    _, run = built
    for name in ("build/print/uk/guide.pdf", "build/print/en/guide-booklet.pdf", "build/site"):
        assert name in run.stdout


def test_nothing_is_printed_again_when_nothing_has_changed(copy):
    before = {code: copy.path(f"build/print/{code}/guide.pdf").stat().st_mtime_ns for code in ("uk", "pl")}
    run = guidebook(copy, "build")
    assert run.returncode == 0, run.stderr
    assert run.stdout.count("unchanged") == 7  # guides, booklets, the site
    assert before == {code: copy.path(f"build/print/{code}/guide.pdf").stat().st_mtime_ns for code in ("uk", "pl")}


def test_what_somebody_took_away_or_wrote_over_is_built_again(copy):
    copy.path("build/site/pl/index.html").write_text("something else", "utf-8")
    copy.remove("build/print/uk/guide.pdf")
    assert guidebook(copy, "build").returncode == 0
    assert "<html" in copy.read("build/site/pl/index.html")
    assert copy.path("build/print/uk/guide.pdf").is_file()


def test_a_new_release_is_built_though_no_file_has_changed(copy):
    copy.commit()
    again = ("build", "--lang", "pl", "--only", "print")
    assert "unchanged" in guidebook(copy, *again).stdout
    copy.git("tag", "2026.11.9")
    run = guidebook(copy, *again)
    assert run.returncode == 0, run.stderr
    assert "unchanged" not in run.stdout


def test_an_edited_translation_prints_its_own_language_only(copy):
    copy.append("docs/pl/03-bridge.md", "\nNowe zdanie.\n")
    run = guidebook(copy, "build")
    assert run.returncode == 0, run.stdout + run.stderr
    assert run.stdout.count("unchanged") == 4
    assert "Nowe zdanie." in copy.read("build/site/pl/03-bridge.html")


def test_one_language_can_be_built_and_leaves_the_others_alone(copy):
    other = snapshot(copy.path("build/site/en"))
    copy.append("docs/pl/03-bridge.md", "\nNowe zdanie.\n")
    copy.append("docs/en/03-bridge.md", "\nA new sentence.\n")
    assert guidebook(copy, "build", "--lang", "pl", "--only", "site").returncode == 0
    assert "Nowe zdanie." in copy.read("build/site/pl/03-bridge.html")
    assert snapshot(copy.path("build/site/en")) == other


def test_a_book_with_a_defect_replaces_nothing(copy):
    before = snapshot(copy.path("build"))
    copy.append("docs/pl/03-bridge.md", "\n[dokąd](nowhere.md)\n")
    run = guidebook(copy, "build")
    assert run.returncode == 1
    assert "docs/pl/03-bridge.md:" in run.stdout and "nowhere.md" in run.stdout
    assert snapshot(copy.path("build")) == before


def test_two_builds_of_the_same_book_are_the_same_bytes(built, copy):
    shutil.rmtree(copy.path("build"))
    assert guidebook(copy, "build", TZ="Asia/Tokyo", PYTHONHASHSEED="7").returncode == 0
    ours, theirs = snapshot(copy.path("build/site")), snapshot(built[0].path("build/site"))
    assert ours.keys() == theirs.keys()
    assert [name for name in ours if ours[name] != theirs[name]] == []


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_an_interrupted_build_leaves_the_last_good_output(copy, number):
    before = snapshot(copy.path("build"))
    for code in ("uk", "pl", "en"):
        copy.append(f"docs/{code}/03-bridge.md", "\n2026 / 27.\n")
    environment = {**os.environ, "CI": "1", "PYTHONUNBUFFERED": "1"}
    command = [GUIDEBOOK, "--speak", "en", "build"]
    process = subprocess.Popen(command, cwd=copy.root, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    process.stdout.readline()  # it has begun
    time.sleep(0.6)
    process.send_signal(number)
    _, errors = process.communicate(timeout=60)
    assert process.returncode == 130, errors.decode()
    assert b"Traceback" not in errors
    after = snapshot(copy.path("build"))
    assert after.keys() == before.keys(), "something half-made is left"
    assert [name for name in before if name.startswith("site/") and before[name] != after[name]] == []
    for code in ("uk", "pl", "en"):  # a language is either the old or the new one, never half of each
        for edition in json.loads(after[f"print/{code}/editions.json"]):
            assert len(after[f"print/{code}/{edition['file']}"]) == edition["size"]


def test_a_full_disk_is_said_and_the_last_good_output_stays(copy, tmp_path):
    copy.append("docs/pl/03-bridge.md", "\nNowe zdanie.\n")
    before = snapshot(copy.path("build/print"))
    small = copy.path("build")
    kept = tmp_path / "kept"
    shutil.move(small, kept)
    small.mkdir()
    script = (
        f"mount -t tmpfs -o size=$(( $(du -sk '{kept}' | cut -f1) + 300 ))k tmpfs '{small}' "
        f"&& cp -a '{kept}/.' '{small}' && '{GUIDEBOOK}' --speak en build; status=$?; "
        f"cp -a '{small}/print' '{tmp_path}/after'; umount '{small}'; exit $status"
    )
    as_root = [] if os.geteuid() == 0 else ["unshare", "--map-root-user", "--mount"]
    run = subprocess.run([*as_root, "sh", "-c", script], cwd=copy.root, env={**os.environ, "CI": "1"},
                         capture_output=True, text=True, check=False)
    assert run.returncode == 2, run.stdout + run.stderr
    assert "there is no room left on the disk" in run.stderr
    assert "Traceback" not in run.stderr
    assert snapshot(tmp_path / "after") == before


def test_a_book_in_a_folder_with_spaces_and_cyrillic_letters_is_built(built, tmp_path):
    from conftest import SampleBook

    root = tmp_path / "мій путівник (1)"
    shutil.copytree(built[0].root, root, symlinks=True, ignore=shutil.ignore_patterns("build"))
    run = guidebook(SampleBook(root), "build", "--lang", "pl")
    assert run.returncode == 0, run.stdout + run.stderr
    assert (root / "build/print/pl/guide.pdf").is_file()


def test_a_missing_font_is_named(copy):
    copy.remove("docs/assets/fonts/fira-sans-400.ttf")
    run = guidebook(copy, "build")
    assert run.returncode == 2
    assert "fira-sans-400.ttf" in run.stderr
    assert "Traceback" not in run.stderr


def test_a_language_that_the_book_does_not_have_is_refused(copy):
    run = guidebook(copy, "build", "--lang", "xx")
    assert run.returncode == 2
    assert "“xx” is not a language of this book" in run.stderr
    assert "uk, pl, en" in run.stderr


def test_a_broken_mkdocs_yml_is_said_with_its_line(copy):
    copy.replace("mkdocs.yml", "nav:\n", "nav: [\n")
    run = guidebook(copy, "build")
    assert run.returncode == 2
    assert run.stderr.startswith("mkdocs.yml:")


def test_what_the_operator_has_to_set_is_said_in_one_line(copy):
    copy.replace("mkdocs.yml", "site_url: https://guide.verbopil.example/\n", "")
    run = guidebook(copy, "build", "--only", "site")
    assert "set site_url in mkdocs.yml before you publish" in run.stdout


def test_an_edited_chapter_prints_neither_forms_nor_cards_nor_posters_again(copy):
    def keys() -> dict[tuple[str, str], str]:
        tasks = building._tasks(copy.book(), ("uk",))
        return {(task.job.code, task.kind.name): task.key for task in tasks if task.kind.stage < 3}

    before = keys()
    copy.append("docs/uk/03-bridge.md", "\nМіст довгий.\n")
    edited = {name for name, key in keys().items() if key != before[name]}
    assert {name for _, name in before.keys() - edited} == {"forms", "matrix", "read-me-first", "test-sheet", "posters"}
    copy.replace("docs/data/places.yml", "Контора ринку", "Контора на ринку")
    assert keys()["uk", "forms"] != before["uk", "forms"]


def test_a_kiosk_is_made_from_the_site_when_it_is_asked_for(copy):
    assert not copy.path("build/kiosk").exists()
    run = guidebook(copy, "build", "--only", "site", "--kiosk")
    assert run.returncode == 0, run.stderr
    assert "build/kiosk" in run.stdout
    assert "<html data-kiosk" in copy.read("build/kiosk/pl/index.html")
    assert not list(copy.path("build/kiosk").rglob("*.pdf"))
    again = guidebook(copy, "build", "--only", "site", "--kiosk")
    assert again.stdout.count("unchanged") == 2
    copy.remove("build/kiosk/pl/index.html")
    assert guidebook(copy, "build", "--only", "site", "--kiosk").returncode == 0
    assert copy.path("build/kiosk/pl/index.html").is_file()


def test_the_workers_of_the_other_languages_know_what_is_new_for_all(copy):
    before = copy.read("build/site/en/sw.js")
    copy.replace("mkdocs.yml", 'sky: "#9bd3ea"', 'sky: "#9bd3eb"')
    assert guidebook(copy, "build", "--lang", "pl", "--only", "site").returncode == 0
    assert copy.read("build/site/en/sw.js") != before
