from django.urls import path

from nuantong.sweeps.views import closing, loads, records, review

app_name = "sweeps"
urlpatterns = [
    path("", closing.sheet, name="closing"),
    path("sheet/", closing.workbook, name="workbook"),
    path("close/", closing.close, name="close"),
    path("closings/<int:pk>/reopen/", closing.reopen, name="reopen"),
    path("sources/", loads.sources, name="sources"),
    path("sources/<int:pk>/", loads.source, name="source"),
    path("loads/<int:pk>/", loads.load, name="load"),
    path("loads/<int:pk>/columns/", loads.columns, name="columns"),
    path("loads/<int:pk>/progress/", loads.progress, name="progress"),
    path("loads/<int:pk>/step/<str:step>/", loads.step, name="step"),
    path("records/", records.records, name="records"),
    path("unlisted/", records.unlisted, name="unlisted"),
    path("records/<int:pk>/", records.record, name="record"),
    path("records/<int:pk>/takers/", records.suggest_takers, name="takers"),
    path("records/<int:pk>/reveal/", records.reveal, name="reveal"),
    path("records/<int:pk>/decide/<str:what>/", records.decide, name="decide"),
    path("records/<int:pk>/register/", records.register, name="register"),
    path("links/<int:pk>/undo/", records.undo, name="undo"),
    path("review/", review.review, name="review"),
    path("review/undo/", review.undo, name="undo_answer"),
    path("review/agreement/", review.agreement, name="agreement"),
    path("review/labels/", review.labels, name="labels"),
    path("review/<int:pk>/", review.answer, name="answer"),
]
