"""What holds for every assessment, whatever the answers."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from evaluation.lke.findings import Berat
from evaluation.lke.scoring import score
from evaluation.lke.steps import improvements
from tests.evaluation.lke_cases import LKE_2014, LKE_2021, answers

SETTINGS = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)
ANSWERS = st.sampled_from([LKE_2021, LKE_2014]).flatmap(
    lambda instrumen: st.tuples(st.just(instrumen), answers(instrumen))
)


@SETTINGS
@given(ANSWERS)
def test_every_node_lies_between_0_and_its_weight_and_sums_exactly(case):
    hasil = score(*case)
    for node in hasil.akar.walk():
        assert 0 <= node.nilai <= node.bobot
        assert node.nilai == sum(child.nilai for child in (*node.anak, *node.pertanyaan))
    for item in hasil.pertanyaan.values():
        assert 0 <= item.skor <= 1
        assert 0 <= item.nilai <= item.bobot
    assert not [item for item in hasil.temuan if item.berat == Berat.GALAT]


@SETTINGS
@given(ANSWERS, st.data())
def test_raising_one_answer_never_lowers_any_score(case, data):
    instrumen, jawaban = case
    before = score(instrumen, jawaban)
    options = {
        kode: found
        for kode, item in before.pertanyaan.items()
        if (found := improvements(item.pertanyaan, item.jawaban))
    }
    if not options:
        return
    kode = data.draw(st.sampled_from(sorted(options)))
    better = data.draw(st.sampled_from(options[kode]))
    after = score(instrumen, jawaban | {kode: better.jawaban})
    assert after.pertanyaan[kode].skor == better.skor > before.pertanyaan[kode].skor
    for path, node in before.simpul.items():
        assert after.simpul[path].nilai >= node.nilai
        inside = not path or kode.startswith(f"{path}.")
        assert (after.simpul[path].nilai > node.nilai) == inside


@SETTINGS
@given(answers(LKE_2021), st.randoms(use_true_random=False))
def test_junk_answers_never_crash_and_never_score_above_the_weight(jawaban, rng):
    junk = ["", "z", -1, 1e300, float("nan"), [], {"x": 1}, {"agen": "z"}, None, True, 10**5000, "9" * 400]
    for kode in rng.sample(sorted(jawaban), 20):
        jawaban[kode] = rng.choice(junk)
    hasil = score(LKE_2021, jawaban)
    assert all(0 <= node.nilai <= node.bobot for node in hasil.akar.walk())
    refused = {item.kode for item in hasil.temuan if item.berat == Berat.GALAT}
    assert refused <= set(hasil.kosong)
