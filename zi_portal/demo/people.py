"""Invented people: names, NIP, ranks. Nobody here exists."""

from datetime import date
from itertools import count
from random import Random

DEPAN = [
    "Arman",
    "Bayu",
    "Citra",
    "Dewi",
    "Eka",
    "Fajar",
    "Gita",
    "Hendra",
    "Indah",
    "Joko",
    "Kartika",
    "Laras",
    "Mira",
    "Nanda",
    "Oki",
    "Putri",
    "Rangga",
    "Sari",
    "Tegar",
    "Utami",
    "Vina",
    "Wahyu",
    "Yuni",
    "Zaki",
    "Andika",
    "Bunga",
    "Damar",
    "Elok",
    "Galih",
    "Hana",
    "Intan",
    "Jati",
    "Kirana",
    "Lestari",
    "Maulana",
    "Niken",
    "Prita",
    "Raka",
    "Sekar",
    "Tiara",
]
BELAKANG = [
    "Adiwangsa",
    "Bramantya",
    "Cahyadi",
    "Danuwirya",
    "Erlangga",
    "Fadhilah",
    "Gunadarma",
    "Hardiman",
    "Irawati",
    "Jayakarta",
    "Kusumadewi",
    "Laksmana",
    "Mahardika",
    "Nirmala",
    "Octaviani",
    "Pramesti",
    "Rahmadani",
    "Saraswati",
    "Tanjungsari",
    "Umarella",
    "Wicaksana",
    "Yudistira",
    "Zulkarnain",
    "Anggraini",
    "Baskara",
]
GELAR = ["S.Sos.", "S.E.", "S.STP., M.Si.", "S.H.", "S.Kom.", "S.IP.", "A.Md.", "S.AP."]
GOLONGAN = ["II/c", "II/d", "III/a", "III/b", "III/c"]


class Orang:
    """A source of people that are all different and the same at every run."""

    def __init__(self) -> None:
        self.random = Random(2017)  # noqa: S311  believable, not secret
        pairs = [(a, b) for a in DEPAN for b in BELAKANG]
        self.random.shuffle(pairs)
        self.pairs = iter(pairs)
        self.serial = count(1)

    def name(self) -> str:
        depan, belakang = next(self.pairs)
        return f"{depan} {belakang}, {self.random.choice(GELAR)}"

    def nip(self) -> str:
        """18 digits that pass the check; the serial number keeps them apart."""
        year = self.random.randint(1968, 1994)
        birth = date(year, self.random.randint(1, 12), self.random.randint(1, 28))
        begin = f"{year + self.random.randint(22, 30)}{self.random.randint(1, 12):02d}"
        return f"{birth:%Y%m%d}{begin}{self.random.choice('12')}{next(self.serial):03d}"

    def golongan(self) -> str:
        return self.random.choice(GOLONGAN)
