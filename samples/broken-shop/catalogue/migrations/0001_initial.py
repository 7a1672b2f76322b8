from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Plant",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=120, verbose_name="nom")),
                ("price", models.DecimalField(decimal_places=2, max_digits=7, verbose_name="prix")),
                ("in_stock", models.PositiveIntegerField(default=0, verbose_name="en stock")),
            ],
            options={"verbose_name": "plante", "ordering": ["name"]},
        ),
    ]
