from django.db import models


class Plant(models.Model):
    """A plant that the shop sells."""

    name = models.CharField("nom", max_length=120)
    price = models.DecimalField("prix", max_digits=7, decimal_places=2)
    in_stock = models.PositiveIntegerField("en stock", default=0)

    class Meta:
        ordering = ["name"]
        verbose_name = "plante"

    def __str__(self):
        return self.name

    @property
    def is_available(self):
        return self.in_stock > 0
