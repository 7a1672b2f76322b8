"""Addresses of the shop."""
from django.contrib import admin
from django.urls import include, path

urlpatterns = [
    path("", include("catalogue.urls")),
    path("admin/", admin.site.urls),
]
