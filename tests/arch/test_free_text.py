"""Every column that holds text: encrypted, or one of the reasons below why it may be plain.

A new column fails here until somebody has decided. What a person may type about a child or a family
is an EncryptedTextField (CONTRIBUTING, "Add a field").
"""

import re
from collections.abc import Iterator

import pytest
from django.apps import apps
from django.contrib.postgres.fields import ArrayField
from django.db import models

from nuantong.core.fields import BlindIndexField, EncryptedTextField

PLAIN = {
    "a name: lists are searched and sorted by it (ADR 5), pages mask it": """
        accounts.User.name people.Carer.name people.Carer.pinyin people.Child.name
        people.Child.pinyin people.Child.teacher people.Guardian.name people.ParentSituation.name
        visits.Visit.visitor visits.VisitedChild.label visits.VisitRequest.label
        visits.PaperBatch.visitor rosters.RosterRow.name sweeps.LoadRow.name sweeps.Record.name
        sweeps.Record.handed_to sweeps.FormerStanding.handed_to carers.Application.name carers.Submission.name
        carers.Application.pinyin helpers.Helper.name helpers.Helper.pinyin helpers.Helper.contact helpers.HelperPledge.signed_by
        helpers.PastTeacher.name consents.Consent.given_by services.Provider.contact
        handouts.Slip.payee handouts.BankRow.payee handouts.Receipt.signer handouts.Receipt.witness
    """,
    "a code or key of the program's": """
        regions.PinLoad.rows audit.Event.role audit.Event.action audit.Event.object_type audit.Event.object_id
        audit.Event.child_number regions.Region.code
        regions.RegionVersion.area_group accounts.User.password accounts.User.staff_number
        accounts.SavedView.page calendars.SchoolTerm.stage calendars.SchoolTerm.key
        people.Carer.sex carers.Application.sex carers.Submission.number people.Child.number tasks.Task.key tasks.Task.kind tasks.Task.permission
        tasks.Task.url_name tasks.Task.url_args notices.Notice.key notices.Notice.kind notices.Delivery.gateway notices.Delivery.error
        notices.Notice.url_name notices.Notice.url_args eligibility.Hint.rules eligibility.Assessment.rules
        duties.Protocol.code duties.Contact.topics duties.Fulfilment.duty
        duties.Fulfilment.period_key duties.WindowOutcome.duty duties.WindowOutcome.period_key
        duties.WindowOutcome.reason duties.Escalation.rule visits.VisitedChild.subject_key visits.VisitRequest.subject_key
        visits.VisitPhoto.kind growth.Photo.kind handouts.Sheet.kind rosters.RosterImport.step sweeps.Load.digest sweeps.LoadRow.sex
        sweeps.Tally.standing sweeps.Tally.reason duties.OutcomeTally.duty duties.OutcomeTally.period_key
        pairing.ProposalTally.state pairing.ProposalTally.tier pairing.ProposalTally.change duties.OutcomeTally.outcome duties.OutcomeTally.reason duties.TallyDifference.duty
        books.Entry.document_kind campaigns.Arrival.voucher
        duties.Overdue.duties duties.TallyDifference.period_key duties.TallyDifference.outcome duties.TallyDifference.reason
        sweeps.LoadRow.hint sweeps.Record.sex sweeps.Record.hint sweeps.Link.model sweeps.Link.guard
        sweeps.Card.model sweeps.Card.guard protection.DangerReport.child_number screening.Alert.key
        services.Evidence.kind programmes.Session.games cohorts.Cohort.rule aid.Paper.kind aid.Step.round
        outcomes.Panel.project outcomes.PanelFile.case_key outcomes.PanelResult.digest
        instruments.AnswerSheet.occasion_kind instruments.AnswerSheet.occasion_key
    """,
    "fixed words of the program, with names of fields and places and numbers": """
        books.Entry.words cohorts.Cohort.words people.Child.left_reason people.Label.ended_because tasks.Task.title notices.Notice.subject
        eligibility.Hint.missing eligibility.Hint.article eligibility.Hint.until_why
        duties.Escalation.ended_why care.BulkRow.why pairing.PairingRound.message duties.OutcomeCorrection.why duties.ClosingError.message
        handouts.Batch.message duties.ProtocolDraft.message duties.ClosingRun.message pairing.Publication.message
        rosters.RosterImport.message rosters.RosterImport.notes rosters.RosterImport.kept
        rosters.RosterRow.reason sweeps.Load.message sweeps.Load.notes sweeps.Record.rule
        sweeps.FormerStanding.rule screening.Alert.what instruments.AnswerSheet.reason
        instruments.AnswerSheet.voided_why
    """,
    "names of fields and open values: people.actions.common.told leaves encrypted ones out": """
        audit.Event.changes
    """,
    "answers chosen from a list; whatever is typed is in the encrypted `words`": """
        visits.Visit.answers
    """,
    "counts, marks and places of a computation": """
        pairing.PairingRound.frozen pairing.PairingRound.policy pairing.Proposal.fits
        pairing.LeftOver.detail pairing.Shortage.households pairing.Shortage.carers pairing.Run.policy pairing.Run.digest pairing.Run.figures pairing.Run.given
        duties.ProtocolDraft.seen
        sweeps.Closing.counts sweeps.Link.levels sweeps.Card.levels instruments.AnswerSheet.subscales
        outcomes.PanelForm.marks outcomes.PanelResult.content
    """,
    "a file's name, its sheets and their headings, not its cells": """
        regions.PinLoad.file_name regions.PinLoad.source regions.Pin.source rosters.RosterImport.file_name rosters.RosterImport.title rosters.RosterImport.sheet
        rosters.RosterImport.sheets rosters.RosterImport.mapping rosters.RosterImport.unmapped
        sweeps.Source.name sweeps.Source.mapping sweeps.Load.file_name sweeps.Load.sheets
        sweeps.Load.chosen sweeps.Load.mapping
    """,
    "an office, a school, a post or a place": """
        regions.RegionVersion.name regions.Organisation.name regions.Organisation.short_name
        people.Carer.post carers.Application.post carers.BackgroundCheck.organ helpers.HelperCheck.organ helpers.PastTeacher.school people.Child.school people.Child.grade people.PastCondition.school people.PastCondition.grade people.Label.recogniser
        eligibility.Referral.sent_to counselling.HospitalReferral.hospital protection.PoliceStation.name protection.PoliceStation.phone
        handouts.Slip.bank handouts.BankRow.bank
    """,
    "one word about a person that figures are made of": """
        people.Child.ethnicity people.Guardian.relation handouts.Slip.size handouts.SlipStep.size
        handouts.Receipt.size
    """,
    "about an account, a carer's register or the programme, of no child": """
        carers.BackgroundCheck.document carers.Training.subject helpers.HelperCheck.document
        services.PractitionerCheck.document services.PractitionerCheck.organ services.Practitioner.qualification_number
        services.Provider.credit_code services.Contract.number services.Contract.title services.Milestone.title services.PaymentDue.voucher aid.Step.voucher aid.Scheme.title programmes.Round.title programmes.Session.venue
        access.Grant.reason outcomes.Panel.title accounts.SavedView.name accounts.SavedView.query duties.Protocol.title
        duties.ProtocolVersion.definition duties.ProtocolDraft.definition calendars.SchoolTerm.reason
        calendars.Holiday.reason instruments.Instrument.code instruments.Instrument.title
        instruments.InstrumentVersion.version instruments.InstrumentVersion.definition counselling.Charge.why
        screening.Round.title cohorts.Cohort.title books.Fund.name books.Fund.foundation books.Project.title handouts.Batch.title
        campaigns.Campaign.gives campaigns.Donor.shown
    """,
    "bytes sealed by another field's key: copied by the database into Record.content": """
        sweeps.LoadRow.content sweeps.LoadRow.before
    """,
    "parts of a file, sealed with their place in it": """
        sweeps.FilePart.sealed
    """,
    "things, stores and what papers about them are called": """
        goods.Item.name goods.Item.unit goods.ItemSize.size goods.Kit.name goods.Store.name
        goods.StockEvent.document_kind goods.Purchase.title goods.Quote.supplier
    """,
    "a picture, sealed with its key": """
        growth.Photo.sealed handouts.Sheet.sealed
    """,
    "a signature's strokes, sealed with the receipt's key": """
        handouts.Receipt.sealed
    """,
    "a file that was handed in, sealed with its key": """
        services.Evidence.sealed aid.Paper.sealed
    """,
}
BY = re.compile(r"\.(by|actor|proposer|decider|\w+_by|\w*by_name)$")
"""Who did it, from the account: plain, as the log is."""
DECIDED = {name for names in PLAIN.values() for name in names.split()}
TEXT = (models.CharField, models.TextField, models.BinaryField, models.JSONField, ArrayField)


def texts() -> Iterator[tuple[str, models.Field]]:
    """Our own columns that can hold text, but those chosen from a list."""
    for model in apps.get_models():
        if model.__module__.startswith("nuantong."):
            for field in model._meta.local_fields:
                inner = getattr(field, "base_field", field)
                if isinstance(field, TEXT) and isinstance(inner, TEXT) and not inner.choices:
                    yield f"{model._meta.label}.{field.name}", field


@pytest.mark.parametrize(
    ("name", "field"), list(texts()), ids=lambda v: v if isinstance(v, str) else ""
)
def test_a_column_of_text_is_encrypted_or_says_why_not(name: str, field: models.Field) -> None:
    hidden = isinstance(field, EncryptedTextField | BlindIndexField)
    plain = name in DECIDED or (BY.search(name) and not hidden)
    assert hidden != bool(plain), "decide: EncryptedTextField, or a reason in PLAIN"


def test_every_reason_is_about_a_column_that_exists() -> None:
    assert {name for name, _ in texts()} >= DECIDED
    assert sum(len(names.split()) for names in PLAIN.values()) == len(DECIDED)
