"""What the search knows of a language: endings that words change, letters that change before them, small words.

    “skardze” ─► the letters every keyboard has: skardze ─► without its ending: skardz ─► skard ◄─ skarg ◄─ “skarga”

The rules go into the index, one kilobyte packed; the browser (search.js) cuts the words of the guide and of a question
in the same way. So a form that the guide does not use is found as well, and no table of words has to be loaded. A
language without rules is searched by the beginnings of words.

Snowball's stemmers were tried in their place, with a table of all words of the guide and of the test lists: on the
blind half of tests/queries Polish fell from 99.2 % to 97.6 %, English stayed, and the tables weigh 12 and 6 kB more.
Snowball has no Ukrainian.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from guidebook import languages

SHORTEST = 3  # letters that stay when an ending is cut

# Letters that are not a plain letter with a mark on it; the same list stands in search.js.
_PLAIN = str.maketrans({
    "ł": "l", "ø": "o", "đ": "d", "ß": "ss", "ς": "σ", "й": "и", "ї": "и", "і": "и", "ы": "и", "ґ": "г", "є": "е",
    "э": "е", "ъ": "", "ь": "", "ё": "е",
})  # fmt: skip


@dataclass(frozen=True)
class Rules:
    """How the words of a language change, in plain letters."""

    endings: tuple[str, ...] = ()
    changes: tuple[tuple[str, str], ...] = ()  # at the end of what is left: the first that fits
    small: tuple[str, ...] = ()  # words that say little about what is looked for


def plain(word: str) -> str:
    """A word in letters that every keyboard for its alphabet has."""
    letters = unicodedata.normalize("NFC", word.casefold()).translate(_PLAIN)
    return "".join(one for one in unicodedata.normalize("NFD", letters) if not unicodedata.combining(one))


def of(code: str) -> Rules:
    """The rules of a language; those of nothing for one that has none here."""
    return next((_RULES[base] for base in languages.bases(code) if base in _RULES), Rules())


def _rules(endings: str, changes: Mapping[str, str], small: str) -> Rules:
    return Rules(_plain(endings.split()), tuple(changes.items()), _plain(small.split()))


def _plain(words: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted({plain(word) for word in words}))


def _with(beginnings: str, ends: str) -> str:
    return " ".join(first + last for first in beginnings.split() for last in ends.split())


_ADJECTIVE_PL = "y a e ego emu ą ym ych ymi ej"
_POLISH = _rules(
    "a i y ę ą e o u om em ie ów iów am ami iami ach iach iem iom ia iu io iego iemu imi ich im iej ii "
    f"{_ADJECTIVE_PL} "
    "ać ić yć ować ywać iwać nąć am asz amy acie ają esz emy ecie isz imy icie uje uję ujesz ujemy ujecie ują uj cie "
    + _with("a i y owa ywa nę ną", "ł ła ło li ły łem łam łeś łaś liśmy łyśmy")
    + " "
    + _with("ani eni owani ywani iwani", "e a em u om ach ami")
    + " "
    + _with("an on en ąc ając ując owan ywan ion", _ADJECTIVE_PL)
    + " ań eń owań ywań any eni ani",
    {"iec": "k", "ek": "k", "adz": "ed", "ag": "ed", "ad": "ed", "dz": "d", "g": "d", "cz": "k", "c": "k", "t": "k",
     "sz": "s", "rz": "r"},
    "a aby albo ale bez bo by być był była chcę chciałabym chciałbym ci co coś czy dla do dlaczego gdy gdzie go i ich"
    " ile im ja jak jaka jaki jakie jako jest jestem jeśli jeżeli już kiedy kim kogo kto ktoś która które który którzy"
    " komu lub ma mam mamy mi mieć mną mnie moi moja moje mojej mój mogą mogę może można możemy muszą muszę musi my"
    " na nad nam nas nic nie niech o od oraz pan pani po pod potrzebuję powinienem przed przez przy robić są się"
    " skąd sobie swoje swoją swojej ta tak także tam te tego tej ten to tu tutaj tym u w we z za ze zrobić żeby"
    " albowiem bardzo będzie były czasem dalej dlatego gdyż jakaś jakieś jakiś jednak jego jej jeszcze mają między nasz"
    " nasza nasze naszego naszej naszym nigdy nim ponieważ potem tylko też trzeba twój wasz wcale więc wszystko"
    " wtedy zawsze"
    " dostać dostanę iść pójść mogłabym mógłbym otrzymać otrzymam wolno",
)

_ENGLISH = _rules(
    "s es e y ies ied ing ings ed er ers or ors ion ions ioned ioning ioner ioners ation ations ating ated ator ators"
    " ate ates al als ment ments ly able ity ities ist ists ism",
    {"i": "y"},
    "a about after all also am an and any anyone are as at be been but by can could did do does for from get give had"
    " has have he her here his how i if im in into is isnt it its may me mean must my need no not of on one or our"
    " please shall she should so some somebody someone that the their them there these they this to up us want was we"
    " were what when where which who whom why will with would you your dont cannot cant ive wont"
    " again always because both else ever every going he him just more never other really she something still than then"
    " through too very went while yet"
    " allowed go permitted",
)

_NOUN_UK = "а я у ю о е и ам ям ами ями ах ях ом ем єм ою ею єю ів їв ей ий ій єві еві ові"
_VERB_UK = (
    "ати яти ити іти оти ти ав ала ало али яв яла яли ив ила ило или ів іла іли аю аєш ає аємо аєте ають яю яє яють"
    " ить иш имо ите ять ать еш емо ете уть ють ує уєш уємо уєте ують увати ував увала увало ували уйте йте іть"
)
_UKRAINIAN = _rules(
    f"{_NOUN_UK} {_VERB_UK} ь ого ому ього ьому им їм ім ими їми іми их їх іх ої єї ій ую ші "
    + _with("и", _NOUN_UK)
    + " "
    + _with("анн енн інн янн уванн юванн", "я ю і ям ями ях ям")
    + " "
    + " ".join(f"{ending}ся" for ending in _VERB_UK.split())
    + " "
    + _with("ен ан ован юван уван яч уч юч", "ий а е і ого ому им ими их ій ої ою у"),
    {"ец": "к", "ц": "к", "ч": "к", "ок": "к", "з": "г", "ж": "г", "ш": "х", "с": "х"},
    "а або аби але б без бо був була були бути в вам вас ви вона вони все від він воно де для до є ж за зі з й його її"
    " їх і із інший коли кого кому котрий куди мати маю ми мене мені мій моя моє мої моїй мною може можна можу можуть"
    " на над нам нас не немає ні ніж о об один по під при про робити сам свій своя свою своєї скільки та так таке також"
    " там те ти то тобі треба тут у хто хочу це цей ця чи чим чому що щоб щодо як яка яке який які якщо звідки"
    " потрібно потрібен потрібна"
    " адже бо буде будуть ваш ваша вже дуже завжди звичайно йому лише навіть наш наша наше нашій нашого ніколи"
    " потім тільки тоді тому хтось цієї цього щось якась якесь якийсь"
    " дістати дозволено іти йти отримати отримаю отримую піти"
    # Russian ones, which many people type
    " где есть если здесь или и как какая какие какой когда который кто куда ли меня мне можно мой моя нет ничего нужно"
    " очень почему сколько только что чтобы это этот я",
)

# Written for the three languages of the first guide; another one needs a line here, or none.
_RULES = {"pl": _POLISH, "en": _ENGLISH, "uk": _UKRAINIAN}
