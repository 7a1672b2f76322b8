from django.urls import path

from rooms import views

urlpatterns = [path("", views.room_list, name="room-list")]
