"""Lists of a paper: real Word lists, each with the number it begins with."""

from docx.document import Document as Dokumen
from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.oxml.ns import nsdecls, qn
from docx.parts.numbering import NumberingPart

from reports.docx.xml import Element, make, val

HANGING = 340
FORMS = {"angka": ("decimal", "%1."), "huruf": ("lowerLetter", "%1."), "butir": ("bullet", "–")}


class Penomoran:
    """Adds our three kinds of lists to the document, whatever lists it has of its own."""

    def __init__(self, document: Dokumen) -> None:
        self.root = _numbering_root(document)
        self.kinds: dict[str, int] = {}
        self.next_num = _highest(self.root, "w:num", "w:numId") + 1

    def start(self, kind: str, first: int = 1) -> int:
        """The id of a new list."""
        number = self.next_num
        self.next_num += 1
        override = make("w:lvlOverride", {"w:ilvl": 0}, [val("w:startOverride", first)])
        self.root.append(make("w:num", {"w:numId": number}, [val("w:abstractNumId", self._kind(kind)), override]))
        return number

    def _kind(self, kind: str) -> int:
        if kind not in self.kinds:
            form, pattern = FORMS[kind]
            number = _highest(self.root, "w:abstractNum", "w:abstractNumId") + 1
            level = make(
                "w:lvl",
                {"w:ilvl": 0},
                [
                    val("w:start", 1),
                    val("w:numFmt", form),
                    val("w:lvlText", pattern),
                    val("w:lvlJc", "left"),
                    make("w:pPr", children=[make("w:ind", {"w:left": HANGING, "w:hanging": HANGING})]),
                ],
            )
            made = make("w:abstractNum", {"w:abstractNumId": number}, [val("w:multiLevelType", "singleLevel"), level])
            before = ("w:numPicBullet", "w:abstractNum")  # all of these stand before the first num
            self.root.insert(sum(len(self.root.findall(qn(tag))) for tag in before), made)
            self.kinds[kind] = number
        return self.kinds[kind]


def _numbering_root(document: Dokumen) -> Element:
    """The document's own list definitions; Word leaves the part out of a file that has no list."""
    for rel in document.part.rels.values():
        if rel.reltype == RELATIONSHIP_TYPE.NUMBERING and not rel.is_external:
            return rel.target_part.element
    empty = f"<w:numbering {nsdecls('w')}/>".encode()
    part = NumberingPart.load(PackURI("/word/numbering.xml"), CONTENT_TYPE.WML_NUMBERING, empty, document.part.package)
    document.part.relate_to(part, RELATIONSHIP_TYPE.NUMBERING)
    return part.element


def _highest(root: Element, tag: str, attribute: str) -> int:
    return max((int(found.get(qn(attribute))) for found in root.findall(qn(tag))), default=0)
