"""What is asked of who writes a final report: the words of a chapter, and why a version is amended."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import forms

from balai.reporting.models import FinalReport, ReportChapter

if TYPE_CHECKING:
    ReportFormBase = forms.ModelForm[FinalReport]
else:
    ReportFormBase = forms.ModelForm


class ChapterForm(forms.Form):
    """The words of one chapter, and which version of them the writer had before them."""

    text = ReportChapter._meta.get_field("text").formfield()
    version = forms.IntegerField(min_value=0, widget=forms.HiddenInput)


class AmendForm(ReportFormBase):
    """Why the next version supersedes the one before."""

    class Meta:
        model = FinalReport
        fields = ("reason",)
