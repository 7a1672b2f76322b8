from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True
    dependencies = []
    operations = [
        migrations.CreateModel(
            name="Post",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ("title", models.CharField(max_length=120)),
                ("slug", models.SlugField(unique=True)),
                ("text", models.TextField()),
                ("published", models.DateTimeField(auto_now_add=True)),
            ],
            options={"ordering": ["-published"]},
        ),
    ]
