from django.urls import path

from nuantong.goods.views import acts, boxes, purchases, stocks, transfers

app_name = "goods"
urlpatterns = [
    path("", stocks.stock, name="stock"),
    path("catalogue/", stocks.catalogue, name="catalogue"),
    path("items/<uuid:key>/", stocks.item, name="item"),
    path("stores/<uuid:key>/", stocks.store, name="store"),
    path("stores/<uuid:key>/<slug:which>/", acts.act, name="act"),
    path("takings/<uuid:key>/", acts.taking, name="taking"),
    path("purchases/", purchases.purchases, name="purchases"),
    path("purchases/new/", purchases.new_purchase, name="new_purchase"),
    path("purchases/<uuid:key>/", purchases.purchase, name="purchase"),
    path("transfers/", transfers.transfers, name="transfers"),
    path("transfers/<uuid:key>/", transfers.transfer, name="transfer"),
    path("boxes/labels/", boxes.labels, name="labels"),
    path("boxes/<uuid:key>/", boxes.box, name="box"),
]
