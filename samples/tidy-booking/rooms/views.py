from django.shortcuts import render

from rooms.models import Room


def room_list(request):
    return render(request, "rooms/room_list.html", {"rooms": Room.objects.order_by("name")})
