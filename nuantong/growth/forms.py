"""Adding photos, writing down a consent."""

from typing import Any

from django import forms

from nuantong.consents.models import Consent
from nuantong.core.forms import KeyField, WordsField
from nuantong.core.photos import BadPhoto, Photo, read_photo
from nuantong.documents.pictures import MOST, can_be_drawn, pixels
from nuantong.growth.stories import drawn
from nuantong.people.forms.fields import DayField, NameField

AT_ONCE = 6


class ManyFiles(forms.ClearableFileInput):
    allow_multiple_selected = True


class PhotosField(forms.FileField):
    """Up to six pictures, their metadata taken off; what is no picture, or cannot be drawn, is
    refused by its content."""

    widget = ManyFiles(attrs={"accept": "image/jpeg,image/png,image/webp", "data-shrink": ""})

    def clean(self, data: Any, initial: Any = None) -> list[Photo]:
        files = [one for one in data or [] if one]
        if not files:
            raise forms.ValidationError("请选择照片。")
        if len(files) > AT_ONCE:
            raise forms.ValidationError(f"一次最多{AT_ONCE}张，请分几次添加。")
        return [_read(one, number if len(files) > 1 else 0) for number, one in enumerate(files, 1)]


def _read(file: Any, number: int) -> Photo:
    """The picture, or a ValidationError that says which of several it is."""
    try:
        photo = read_photo(file.read())
        if pixels(photo.kind, photo.data) > MOST:
            raise BadPhoto("照片太大（超过五千万像素），请调小一点再传。")
        if not can_be_drawn(drawn(photo)):
            raise BadPhoto("照片的内容损坏了，打不开，请换一张。")
    except BadPhoto as bad:
        which = f"第{number}张（{file.name}）：" if number else ""
        raise forms.ValidationError(f"{which}{bad}") from bad
    return photo


class PhotosForm(forms.Form):
    key = KeyField()
    photos = PhotosField(label="照片", help_text="只拍这个孩子，别的孩子不入镜。不保存拍摄地点。")
    taken_on = DayField(label="哪天拍的")
    caption = WordsField(label="一句话说明", required=False, max_length=60,
                         help_text="会印在给孩子和家人的纪念册上。")  # fmt: skip


class ConsentForm(forms.Form):
    giver = forms.ChoiceField(label="谁同意的", choices=Consent.Giver.choices,
                              widget=forms.RadioSelect)  # fmt: skip
    given_by = NameField(label="同意人姓名", required=True, max_length=40)
    how = forms.ChoiceField(label="怎样同意的", choices=Consent.How.choices,
                            widget=forms.RadioSelect)  # fmt: skip
    given_on = DayField(label="哪天同意的")


class WithdrawForm(forms.Form):
    why = WordsField(label="说明", required=False, rows=2, max_length=400)
