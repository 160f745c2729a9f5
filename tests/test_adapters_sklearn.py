"""scikit-learn: a transformer before a vectoriser."""

from __future__ import annotations

import pickle
import warnings
from importlib import import_module

import numpy as np
import pytest

import cleantext
from cleantext import InputError

checks = pytest.importorskip("sklearn.utils.estimator_checks")
CleanText = import_module("cleantext.adapters.sklearn").CleanText
clone = import_module("sklearn.base").clone
CountVectorizer = import_module("sklearn.feature_extraction.text").CountVectorizer
cross_val_score = import_module("sklearn.model_selection").cross_val_score
MultinomialNB = import_module("sklearn.naive_bayes").MultinomialNB
make_pipeline = import_module("sklearn.pipeline").make_pipeline

TEXTS = ["我们布臵任务。", "正文。\n" * 9 + "下载需要20积分", "", "　\n", "Latin only", "甲\u200b乙", "没有什么可改。"]


def test_it_passes_the_checks_of_scikit_learn_that_apply_to_text():
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", checks.SkipTestWarning)
        checks.check_estimator(CleanText())
    for check in (
        checks.check_estimator_cloneable,
        checks.check_estimator_tags_renamed,
        checks.check_valid_tag_types,
        checks.check_estimator_repr,
        checks.check_no_attributes_set_in_init,
        checks.check_get_params_invariance,
        checks.check_set_params,
        checks.check_parameters_default_constructible,
        checks.check_mixin_order,
    ):
        check("CleanText", CleanText())


def test_it_stands_in_a_pipeline_before_a_vectoriser_and_searches_take_it():
    texts = ["我们布臵任务。", "他们甘愿效劳。"] * 6
    model = make_pipeline(CleanText(), CountVectorizer(analyzer="char"), MultinomialNB())
    assert list(cross_val_score(clone(model), texts, [0, 1] * 6, cv=2)) == [1, 1]
    model.fit(texts, [0, 1] * 6)
    assert "臵" not in model[1].vocabulary_
    assert list(pickle.loads(pickle.dumps(model)).predict(texts[:2])) == [0, 1]


def test_it_gives_the_library_s_own_result_of_lists_arrays_and_series():
    pipeline = cleantext.default_pipeline(safety="safe")
    for texts in (TEXTS, tuple(TEXTS), np.array(TEXTS, dtype=object)):
        assert CleanText().fit_transform(texts) == list(map(cleantext.clean, TEXTS))
        assert CleanText(pipeline).transform(texts) == [pipeline(text).text for text in TEXTS]


@pytest.mark.parametrize("texts", ["布臵", b"x", [3], [["布臵"]]])
def test_what_are_not_many_texts_is_an_error(texts):
    with pytest.raises(InputError):
        CleanText().fit_transform(texts)
