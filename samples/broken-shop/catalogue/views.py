from django.views.generic import DetailView, ListView

from .models import Plant


class PlantList(ListView):
    model = Plant


class PlantDetail(DetailView):
    model = Plant
