"""Defects of the Dockerfile, of how it is built, and of the image that is named."""
from defect import Defect
from edit import FARGATE, JOURNAL, SHOP, both, container, each, put, replace, sidecar, taskdef, variable


def dockerfile(old, new):
    return replace("dockerfile", old, new)


def server(old, new):
    """In the command that serves."""
    return each(
        shop=dockerfile(old, new), booking=dockerfile(old, new), journal=replace("start.sh", old, new)
    )


WRITE = "      - run: echo \"BUILD=${GITHUB_RUN_ID}\" > requirements-extra.txt\n"

DEFECTS = [
    Defect("IMG001", "the development server",
           each(shop=dockerfile('CMD ["gunicorn", "--bind", "0.0.0.0:8000", "--worker-tmp-dir", "/dev/shm", "shop.wsgi"]',
                                'CMD ["python", "manage.py", "runserver", "0.0.0.0:8000"]'),
                booking=dockerfile('CMD ["gunicorn", "config.wsgi:application", "--bind", "0.0.0.0:8080", "--worker-tmp-dir", "/dev/shm"]',
                                   'CMD ["python", "manage.py", "runserver", "0.0.0.0:8080"]'),
                journal=replace("start.sh", "exec gunicorn --bind 0.0.0.0:8000 --access-logfile - journal.wsgi",
                                "exec python manage.py runserver 0.0.0.0:8000"))),
    Defect("IMG002", "the server listens elsewhere", server("0.0.0.0:80", "0.0.0.0:81"), FARGATE),
    Defect("IMG002", "the proxy asks where nobody listens",
           taskdef(lambda t: t["containerDefinitions"][0]["environment"][0].update(value="web:8001")), (JOURNAL,)),
    Defect("IMG002", "the health check asks where nobody listens",
           container(lambda c: c["healthCheck"].update(command=["CMD-SHELL", "python -c \"import urllib.request as u; u.urlopen('http://127.0.0.1:8001/healthz')\""]))),
    Defect("IMG002", "a variable moves the server",
           both(dockerfile('CMD ["gunicorn", "--bind", "0.0.0.0:8000"', 'CMD ["gunicorn"'), container(variable("PORT", "8001"))), (SHOP,)),
    Defect("IMG017", "EXPOSE of another port", dockerfile("EXPOSE 80", "EXPOSE 90")),
    Defect("IMG003", "the server listens to itself", server("0.0.0.0:", "127.0.0.1:")),
    Defect("IMG004", "curl in an image without it",
           each(shop=container(lambda c: c["healthCheck"].update(command=["CMD-SHELL", "curl -f http://127.0.0.1:8000/healthz || exit 1"])),
                booking=dockerfile("apt-get install --yes --no-install-recommends curl", "apt-get install --yes --no-install-recommends git"),
                journal=container(lambda c: c["healthCheck"].update(command=["CMD-SHELL", "curl -f http://127.0.0.1:8000/ || exit 1"])))),
    Defect("IMG005", "a secret under ENV", dockerfile("ENV PYTHONUNBUFFERED=1", "ENV SECRET_KEY=v8m2kq0x7r5tz1ya4w9c PYTHONUNBUFFERED=1")),
    Defect("IMG005", "a secret among the build's arguments",
           both(dockerfile("ENV PYTHONUNBUFFERED=1", "ARG SECRET_KEY\nENV PYTHONUNBUFFERED=1"),
                replace("workflow", "          push: true\n", "          push: true\n          build-args: |\n            SECRET_KEY=${{ secrets.SECRET_KEY }}\n")),
           also_in={JOURNAL: {"GHA013"}}),
    Defect("IMG006", "DEBUG in the image and nowhere else",
           both(dockerfile("ENV PYTHONUNBUFFERED=1", "ENV DEBUG=1 PYTHONUNBUFFERED=1"), container(variable("DEBUG"))),
           also={"DJG001", "DJG003"}, also_in={SHOP: {"DJG011", "DJG026"}}),
    Defect("IMG007", "a sidecar without a tag",
           taskdef(sidecar(name="agent", image="public.ecr.aws/datadog/agent"))),
    Defect("IMG008", "an image in capitals",
           taskdef(sidecar(name="agent", image="public.ecr.aws/Datadog/agent:7.60.0"))),
    Defect("IMG009", "Docker Hub without credentials", container(put(repositoryCredentials=None)), (SHOP,)),
    Defect("IMG010", "built for another processor", replace("workflow", "platforms: linux/a", "platforms: linux/s390x #"), FARGATE),
    Defect("IMG010", "the task wants the other processor",
           each(shop=taskdef(lambda t: t["runtimePlatform"].update(cpuArchitecture="ARM64")),
                booking=taskdef(lambda t: t["runtimePlatform"].update(cpuArchitecture="X86_64"))), FARGATE),
    Defect("IMG011", "the image is not pushed", replace("workflow", "          push: true\n", "")),
    Defect("IMG012", "the command in shell form",
           each(shop=dockerfile('CMD ["gunicorn", "--bind", "0.0.0.0:8000", "--worker-tmp-dir", "/dev/shm", "shop.wsgi"]',
                                "CMD gunicorn --bind 0.0.0.0:8000 shop.wsgi"),
                booking=dockerfile('CMD ["gunicorn", "config.wsgi:application", "--bind", "0.0.0.0:8080", "--worker-tmp-dir", "/dev/shm"]',
                                   "CMD gunicorn config.wsgi:application --bind 0.0.0.0:8080"),
                journal=dockerfile('ENTRYPOINT ["sh", "start.sh"]', "ENTRYPOINT sh start.sh"))),
    Defect("IMG013", "the image runs as root",
           each(shop=both(dockerfile("USER 10001\n", ""), container(put(user=None))),
                booking=dockerfile("USER booking\n", ""), journal=dockerfile("USER journal\n", ""))),
    Defect("IMG014", "a base image without a version",
           each(shop=dockerfile("python:3.11.10-slim-bookworm", "python:latest"),
                booking=dockerfile("python:3.12.8-slim-bookworm\nENV", "python:latest\nENV"),
                journal=dockerfile("python:${PYTHON}-alpine3.21", "python"))),
    Defect("IMG015", "another account logs in",
           both(replace("workflow", "${{ secrets.DOCKERHUB_USERNAME }}", "lejardn"),
                replace("workflow", "tags: ${{ env.IMAGE }}", "tags: lejardin/shop:${{ github.sha }}")), (SHOP,), also={"DOC003"}),
    Defect("IMG016", "a file is written that the build does not take",
           both(replace("workflow", "          context: .\n", ""),
                each(shop=replace("workflow", "      - name: Log in to Docker Hub", WRITE + "      - name: Log in to Docker Hub"),
                     booking=replace("workflow", "      - name: Name the image", WRITE + "      - name: Name the image"),
                     journal=replace("workflow", "      - name: Log in to the", WRITE + "      - name: Log in to the")))),
    Defect("IMG018", "the health check is the image's alone",
           both(dockerfile("EXPOSE 80", "HEALTHCHECK CMD python -c 'import shop'\nEXPOSE 80"), container(put(healthCheck=None))),
           also_in={JOURNAL: {"ECS217"}}),
    Defect("IMG019", "a requirements file of another name",
           each(shop=dockerfile("COPY requirements.txt ./", "COPY requirement.txt ./"),
                booking=dockerfile("-r requirements/production.txt", "-r requirements/prod.txt"),
                journal=dockerfile("COPY requirements.txt .", "COPY requirements-prod.txt ."))),
    Defect("IMG019", "requirements that .dockerignore keeps out",
           each(shop=replace("dockerignore", "docs\n", "docs\nrequirements.txt\n"),
                booking=replace("dockerignore", "docs\n", "docs\nrequirements\n"),
                journal=replace("dockerignore", "!requirements.txt\n", ""))),
    Defect("IMG020", "a Dockerfile in another folder",
           replace("workflow", "          context: .\n", "          context: .\n          file: docker/Dockerfile\n")),
    Defect("IMG021", "a variable that no shell replaces",
           each(shop=dockerfile('"0.0.0.0:8000"', '"0.0.0.0:$PORT"'), booking=dockerfile('"0.0.0.0:8080"', '"0.0.0.0:${PORT}"')), FARGATE),
    Defect("IMG021", "a variable that nothing sets", replace("start.sh", "0.0.0.0:8000", "0.0.0.0:$PORT"), (JOURNAL,)),
    Defect("IMG022", "nothing installs the server",
           each(shop=replace("requirements", "gunicorn==23.0.0\n", ""), booking=replace("requirements", "gunicorn==23.0.0\n", ""),
                journal=replace("requirements", "gunicorn", "gunicron"))),
    Defect("IMG023", "the application of another project",
           each(shop=dockerfile('"shop.wsgi"', '"store.wsgi"'), booking=dockerfile("config.wsgi:application", "config.wsgi:app"),
                journal=replace("start.sh", "journal.wsgi", "journal.wsgy"))),
]
