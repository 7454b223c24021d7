"""Recording a contact that somebody may have recorded already: asked once, then one or two."""

from nuantong.access.reader import Reader
from nuantong.care.forms import ContactForm
from nuantong.duties.actions import join, record_contact
from nuantong.duties.models import Contact
from nuantong.duties.twins import twin_of
from nuantong.people.models import Carer, Child


def to_ask(form: ContactForm, child: Child, carer: Carer | None) -> Contact | None:
    """The contact that may tell of the same visit, unless she has said whether it does."""
    return None if form.cleaned_data["same"] else _twin(form, child, carer)


def keep(form: ContactForm, child: Child, carer: Carer | None, by: Reader) -> Contact:
    """The contact that stands for what the form tells."""
    told, same = form.contact(), form.cleaned_data["same"]
    if same != "yes":
        return record_contact(child=child, carer=carer, by=by, apart=same == "no", **told)
    stored = Contact.objects.filter(key=told["key"], child=child).first()
    if stored is not None:
        return stored
    twin = _twin(form, child, carer)
    if twin is None:
        return record_contact(child=child, carer=carer, by=by, **told)
    parts = {name: told[name] for name in ("key", "acts", "topics", "note")}
    return join(twin=twin, carer=carer, by=by, **parts)


def _twin(form: ContactForm, child: Child, carer: Carer | None) -> Contact | None:
    told = form.contact()
    return twin_of(
        key=told["key"], child=child.pk, on=told["happened_on"], means=told["means"],
        acts=told["acts"], carer=carer.pk if carer else None,
    )  # fmt: skip
