from django.urls import path

from . import views

app_name = "catalogue"

urlpatterns = [
    path("", views.PlantList.as_view(), name="list"),
    path("plantes/<int:pk>/", views.PlantDetail.as_view(), name="detail"),
]
