/* Files joined to deployments: containers, supplies, settings modules. */
#include "unit.h"

#include "model/wiring.h"
#include "project.h"

Suite *wiring_suite(void);

#define SETTINGS                                                                                   \
    {                                                                                              \
        "shop/settings.py", "import os\n"                                                          \
                            "DEBUG = os.environ.get('DEBUG', '0') == '1'\n"                        \
                            "KEY = os.environ['SECRET_KEY']\n"                                     \
                            "TOKEN = os.environ['API_TOKEN']\n"                                    \
    }
#define END                                                                                        \
    {                                                                                              \
        NULL, NULL                                                                                 \
    }

static const struct pf_wiring *wired(struct pf_arena *arena, const struct pf_test_file *files)
{
    struct pf_wiring_options options = {0};
    return pf_wiring_connect(arena, pf_test_project(arena, files), &options);
}

static pf_str supplied_by(const struct pf_deployment *deployment, const char *name)
{
    const struct pf_supply *supply = pf_supplies_get(&deployment->supplies, pf_str_c(name));
    return supply == NULL ? PF_STR("") : pf_str_c(pf_supplier_words(supply->supplier));
}

START_TEST(a_workflow_leads_to_its_container_and_a_sidecar_is_none)
{
    static const struct pf_test_file files[] = {
        SETTINGS,
        {".github/workflows/deploy.yml",
         "on: {push: {branches: [main]}}\n"
         "jobs:\n"
         "  deploy:\n"
         "    runs-on: ubuntu-latest\n"
         "    steps:\n"
         "    - id: render\n"
         "      uses: aws-actions/amazon-ecs-render-task-definition@v1\n"
         "      with:\n"
         "        task-definition: td.json\n"
         "        container-name: shop\n"
         "        image: acme/shop:1\n"
         "        environment-variables: |\n"
         "          DEBUG=0\n"
         "          API_TOKEN=${{ secrets.API_TOKEN }}\n"
         "    - uses: aws-actions/amazon-ecs-deploy-task-definition@v2\n"
         "      with:\n"
         "        task-definition: ${{ steps.render.outputs.task-definition }}\n"},
        {"td.json", "{\"containerDefinitions\": ["
                    "{\"name\": \"proxy\", \"image\": \"nginx:1.27\"},"
                    "{\"name\": \"shop\", \"image\": \"acme/shop:0\", \"environment\": ["
                    "{\"name\": \"DEBUG\", \"value\": \"1\"}]}]}"},
        END,
    };
    struct pf_arena *arena = pf_arena_new(NULL);
    const struct pf_wiring *wiring = wired(arena, files);
    ck_assert_uint_eq(wiring->deployment_count, 1);
    const struct pf_deployment *deployment = &wiring->deployments[0];
    ck_assert_pf_str_eq(deployment->name, PF_STR("deploy.yml:deploy/shop"));
    ck_assert_pf_str_eq(supplied_by(deployment, "DEBUG"),
                        PF_STR("the render step's environment-variables"));
    const struct pf_supply *debug = pf_supplies_get(&deployment->supplies, PF_STR("DEBUG"));
    ck_assert_pf_str_eq(pf_span_text(debug->span), PF_STR("DEBUG"));
    ck_assert_uint_eq(pf_span_start(debug->span).line, 13);
    const struct pf_supply *token = pf_supplies_get(&deployment->supplies, PF_STR("API_TOKEN"));
    ck_assert_int_eq(token->value->kind, PF_ANY);
    ck_assert(!deployment->environment_is_open);
    pf_arena_free(arena);
}
END_TEST

/* What the settings' container is given of API_TOKEN by a start script; "?" for a value that is not
 * known, "-" where nothing supplies it, "open" where anything may. */
static pf_str token_of(struct pf_arena *arena, const char *script)
{
    const struct pf_test_file files[] = {
        SETTINGS,
        {"Dockerfile", "FROM python:3.12-slim\nCOPY . .\nENTRYPOINT [\"./entrypoint.sh\"]\n"
                       "CMD [\"gunicorn\", \"shop.wsgi\"]\n"},
        {"entrypoint.sh", script},
        {"other.sh", "export API_TOKEN=of-another\n"},
        {"td.json", "{\"containerDefinitions\": [{\"name\": \"shop\", \"image\": \"acme/shop:0\","
                    "\"environment\": [{\"name\": \"DEBUG\", \"value\": \"0\"}]}]}"},
        END,
    };
    const struct pf_wiring *wiring = wired(arena, files);
    ck_assert_uint_eq(wiring->deployment_count, 1);
    const struct pf_deployment *deployment = &wiring->deployments[0];
    const struct pf_supply *token = pf_supplies_get(&deployment->supplies, PF_STR("API_TOKEN"));
    if (token == NULL)
        return deployment->start.brings_variables ? PF_STR("open") : PF_STR("-");
    return token->value->kind == PF_STRING ? token->value->text : PF_STR("?");
}

START_TEST(what_a_start_script_exports_the_container_is_given)
{
    static const struct {
        const char *script, *token;
    } cases[] = {
        {"export API_TOKEN=abc\nexec \"$@\"\n", "abc"},
        {"API_TOKEN=abc\nexport API_TOKEN\nexec \"$@\"\n", "abc"},
        {"set -a\nAPI_TOKEN=abc\nset +a\nexec \"$@\"\n", "abc"},
        {"export API_TOKEN=\"${API_TOKEN:-abc}\"\nexec \"$@\"\n", "abc"},
        {"export API_TOKEN=\"$(aws ssm get-parameter --name t)\"\nexec \"$@\"\n", "?"},
        {"if [ -z \"$API_TOKEN\" ]; then export API_TOKEN=abc; fi\nexec \"$@\"\n", "?"},
        {"read -r API_TOKEN < /run/token\nexport API_TOKEN\nexec \"$@\"\n", "?"},
        {"./other.sh\nexec \"$@\"\n", "?"},
        {". ./other.sh\nexec \"$@\"\n", "of-another"},
        {"API_TOKEN=abc exec gunicorn shop.wsgi\n", "abc"},
        {"exec env API_TOKEN=abc gunicorn shop.wsgi\n", "abc"},
        {"API_TOKEN=abc\nexec \"$@\"\n", "-"},
        {"API_TOKEN=abc python manage.py migrate\nexec \"$@\"\n", "-"},
        {". /venv/bin/activate\nexec \"$@\"\n", "-"},
        {"eval \"exec $@\"\n", "-"},
        {". /run/secrets/env\nexec \"$@\"\n", "open"},
        {"set -a; . ./.env; set +a\nexec \"$@\"\n", "open"},
        {"export $(cat .env | xargs)\nexec \"$@\"\n", "open"},
        {"while read -r line; do export \"$line\"; done < /run/env\nexec \"$@\"\n", "open"},
        {"eval \"$(aws-secrets shop)\"\nexec \"$@\"\n", "open"},
        {"exec chamber exec shop -- \"$@\"\n", "open"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct pf_arena *arena = pf_arena_new(NULL);
        pf_str token = token_of(arena, cases[i].script);
        ck_assert_msg(pf_str_eq(token, pf_str_c(cases[i].token)), "%s: %.*s", cases[i].script,
                      PF_ARG(token));
        pf_arena_free(arena);
    }
}
END_TEST

START_TEST(programs_in_front_of_the_server_are_passed_over)
{
    static const struct {
        const char *command;
        size_t wrapper;
    } cases[] = {
        {"tini -- gunicorn shop.wsgi", 2},
        {"/usr/bin/tini -e 143 -- gunicorn shop.wsgi", 4},
        {"dumb-init gunicorn shop.wsgi", 1},
        {"gosu app gunicorn shop.wsgi", 2},
        {"su-exec app:app gunicorn shop.wsgi", 2},
        {"chpst -u app gunicorn shop.wsgi", 3},
        {"env -u HOME MODE=web gunicorn shop.wsgi", 4},
        {"uv run --no-sync --extra web gunicorn shop.wsgi", 5},
        {"uv sync", 0},
        {"poetry run gunicorn shop.wsgi", 2},
        {"newrelic-admin run-program gunicorn shop.wsgi", 2},
        {"doppler run --project shop -- gunicorn shop.wsgi", 5},
        {"doppler login", 0},
        {"gunicorn shop.wsgi", 0},
        {"exec", 0},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct pf_arena *arena = pf_arena_new(NULL);
        struct pf_strs words = {0};
        pf_str word, rest = pf_str_c(cases[i].command);
        for (bool more = true; more;) {
            more = pf_str_cut(rest, ' ', &word, &rest);
            *pf_pile_add(arena, &words) = word;
        }
        ck_assert_msg(pf_start_wrapper(words.items, words.count) == cases[i].wrapper, "%s",
                      cases[i].command);
        pf_arena_free(arena);
    }
}
END_TEST

START_TEST(a_script_may_choose_the_settings_module)
{
    static const struct pf_test_file files[] = {
        {"shop/settings/base.py", "A = 1\n"},
        {"shop/settings/production.py", "from .base import *\n"},
        {"shop/wsgi.py", "import os\nos.environ.setdefault('DJANGO_SETTINGS_MODULE', "
                         "'shop.settings.base')\n"},
        {"Dockerfile", "FROM python:3.12-slim\nCOPY . .\nCMD [\"./start.sh\"]\n"},
        {"start.sh", "export DJANGO_SETTINGS_MODULE=shop.settings.production\n"
                     "exec gunicorn shop.wsgi\n"},
        {"td.json",
         "{\"containerDefinitions\": [{\"name\": \"shop\", \"image\": \"acme/shop:0\"}]}"},
        END,
    };
    struct pf_arena *arena = pf_arena_new(NULL);
    const struct pf_wiring *wiring = wired(arena, files);
    ck_assert_pf_str_eq(wiring->deployments[0].modules.items[0].module,
                        PF_STR("shop.settings.production"));
    pf_arena_free(arena);
}
END_TEST

START_TEST(of_two_images_that_a_workflow_builds_and_renders_the_one_on_nginx_is_no_application)
{
    static const struct pf_test_file files[] = {
        SETTINGS,
        {"Dockerfile", "FROM python:3.12-slim\nCOPY . .\n"},
        {"front/Dockerfile", "FROM nginx:1.27\n"},
        {".github/workflows/deploy.yml",
         "on: {push: {branches: [main]}}\n"
         "env: {REGISTRY: 210987654321.dkr.ecr.eu-west-3.amazonaws.com}\n"
         "jobs:\n"
         "  deploy:\n"
         "    runs-on: ubuntu-latest\n"
         "    steps:\n"
         "    - run: |\n"
         "        docker build -t $REGISTRY/shop:$GITHUB_SHA .\n"
         "        docker build -t $REGISTRY/front:$GITHUB_SHA front\n"
         "    - id: one\n"
         "      uses: aws-actions/amazon-ecs-render-task-definition@v1\n"
         "      with:\n"
         "        task-definition: td.json\n"
         "        container-name: app\n"
         "        image: ${{ env.REGISTRY }}/shop:${{ github.sha }}\n"
         "    - id: two\n"
         "      uses: aws-actions/amazon-ecs-render-task-definition@v1\n"
         "      with:\n"
         "        task-definition: ${{ steps.one.outputs.task-definition }}\n"
         "        container-name: http\n"
         "        image: ${{ env.REGISTRY }}/front:${{ github.sha }}\n"
         "    - uses: aws-actions/amazon-ecs-deploy-task-definition@v2\n"
         "      with:\n"
         "        task-definition: ${{ steps.two.outputs.task-definition }}\n"},
        {"td.json",
         "{\"containerDefinitions\": ["
         "{\"name\": \"app\", \"image\": \"\"}, {\"name\": \"http\", \"image\": \"\"}]}"},
        END,
    };
    struct pf_arena *arena = pf_arena_new(NULL);
    const struct pf_wiring *wiring = wired(arena, files);
    ck_assert_uint_eq(wiring->deployment_count, 1);
    ck_assert_pf_str_eq(wiring->deployments[0].name, PF_STR("deploy.yml:deploy/app"));
    ck_assert_pf_str_eq(wiring->deployments[0].dockerfile->path, PF_STR("Dockerfile"));
    ck_assert_pf_str_eq(wiring->deployments[0].build->context, PF_STR(""));
    pf_arena_free(arena);
}
END_TEST

START_TEST(a_deployed_image_on_node_is_joined_and_given_none_of_the_project_s_settings)
{
    static const struct pf_test_file files[] = {
        SETTINGS,
        {"front/Dockerfile", "FROM node:20-slim\nCMD [\"node\", \"server.js\"]\n"},
        {".github/workflows/front.yml",
         "on: {push: {branches: [main]}}\n"
         "jobs:\n"
         "  deploy:\n"
         "    runs-on: ubuntu-latest\n"
         "    steps:\n"
         "    - run: docker build -t acme/front:1 front\n"
         "    - id: render\n"
         "      uses: aws-actions/amazon-ecs-render-task-definition@v1\n"
         "      with: {task-definition: front.json, container-name: pages, image: acme/front:1}\n"
         "    - uses: aws-actions/amazon-ecs-deploy-task-definition@v2\n"
         "      with: {task-definition: '${{ steps.render.outputs.task-definition }}'}\n"},
        {"front.json", "{\"containerDefinitions\": [{\"name\": \"pages\", \"image\": \"\"}]}"},
        END,
    };
    struct pf_arena *arena = pf_arena_new(NULL);
    const struct pf_wiring *wiring = wired(arena, files);
    ck_assert_uint_eq(wiring->deployment_count, 2); /* the settings have theirs besides */
    const struct pf_deployment *front = &wiring->deployments[0];
    ck_assert_pf_str_eq(front->name, PF_STR("front.yml:deploy/pages"));
    ck_assert_int_eq(front->runs_django, PF_NO);
    ck_assert_ptr_null(front->settings);
    ck_assert_ptr_nonnull(front->image);
    ck_assert_uint_eq(pf_wiring_contract(arena, wiring, front).count, 0);
    pf_arena_free(arena);
}
END_TEST

START_TEST(every_missed_variable_is_found_and_the_rest_is_judged)
{
    static const struct pf_test_file files[] = {
        SETTINGS, {"td.json", "{\"containerDefinitions\": [{\"name\": \"web\"}]}"}, END};
    struct pf_arena *arena = pf_arena_new(NULL);
    const struct pf_wiring *wiring = wired(arena, files);
    const struct pf_deployment *deployment = &wiring->deployments[0];
    ck_assert_uint_eq(deployment->raise_count, 2);
    ck_assert_pf_str_eq(deployment->raises[0]->variable, PF_STR("SECRET_KEY"));
    ck_assert_pf_str_eq(deployment->raises[1]->variable, PF_STR("API_TOKEN"));
    ck_assert_ptr_nonnull(deployment->settings->raises);
    ck_assert_ptr_null(deployment->judged->raises);
    ck_assert_ptr_nonnull(pf_node_get(deployment->judged->values, "TOKEN"));
    pf_arena_free(arena);
}
END_TEST

START_TEST(an_environment_file_leaves_the_environment_open)
{
    static const struct pf_test_file files[] = {
        SETTINGS,
        {"td.json", "{\"containerDefinitions\": [{\"name\": \"web\", \"environmentFiles\": "
                    "[{\"value\": \"arn:aws:s3:::b/x.env\", \"type\": \"s3\"}]}]}"},
        END};
    struct pf_arena *arena = pf_arena_new(NULL);
    const struct pf_wiring *wiring = wired(arena, files);
    ck_assert(wiring->deployments[0].environment_is_open);
    ck_assert_uint_eq(wiring->deployments[0].raise_count, 0);
    pf_arena_free(arena);
}
END_TEST

START_TEST(what_if_answers_for_another_value_and_for_none)
{
    static const struct pf_test_file files[] = {
        {"shop/settings.py", "import os\nDEBUG = bool(os.environ.get('DEBUG', 0))\n"},
        {"td.json", "{\"containerDefinitions\": [{\"name\": \"web\", \"environment\": "
                    "[{\"name\": \"DEBUG\", \"value\": \"0\"}]}]}"},
        END};
    struct pf_arena *arena = pf_arena_new(NULL);
    const struct pf_wiring *wiring = wired(arena, files);
    const struct pf_deployment *deployment = &wiring->deployments[0];
    ck_assert_int_eq(pf_node_truth(pf_node_get(deployment->judged->values, "DEBUG")), PF_YES);
    const struct pf_node *empty = pf_node_str(arena, PF_STR(""), (pf_span){0});
    const struct pf_settings *with_empty =
        pf_wiring_what_if(arena, wiring, deployment, PF_STR("DEBUG"), empty);
    const struct pf_settings *without =
        pf_wiring_what_if(arena, wiring, deployment, PF_STR("DEBUG"), NULL);
    ck_assert_int_eq(pf_node_truth(pf_node_get(with_empty->values, "DEBUG")), PF_NO);
    ck_assert_int_eq(pf_node_truth(pf_node_get(without->values, "DEBUG")), PF_NO);
    pf_arena_free(arena);
}
END_TEST

START_TEST(the_container_s_module_wins_over_the_entry_file_s_default)
{
    static const struct pf_test_file files[] = {
        {"src/shop/__init__.py", ""},
        {"src/shop/wsgi.py",
         "import os\nos.environ.setdefault('DJANGO_SETTINGS_MODULE', 'shop.settings.local')\n"},
        {"src/shop/settings/__init__.py", ""},
        {"src/shop/settings/local.py", "DEBUG = True\n"},
        {"src/shop/settings/production.py", "DEBUG = False\n"},
        {"src/manage.py", "#!/usr/bin/env python\n"},
        {"td.json", "{\"containerDefinitions\": [{\"name\": \"web\", \"command\": [\"gunicorn\", "
                    "\"shop.wsgi\"], \"environment\": [{\"name\": \"DJANGO_SETTINGS_MODULE\", "
                    "\"value\": \"shop.settings.production\"}]}]}"},
        END};
    struct pf_arena *arena = pf_arena_new(NULL);
    const struct pf_wiring *wiring = wired(arena, files);
    const struct pf_deployment *deployment = &wiring->deployments[0];
    ck_assert_uint_eq(deployment->modules.count, 2);
    ck_assert_pf_str_eq(deployment->modules.items[0].module, PF_STR("shop.settings.production"));
    ck_assert_pf_str_eq(deployment->modules.items[1].by, PF_STR("src/shop/wsgi.py"));
    ck_assert_pf_str_eq(deployment->settings->path, PF_STR("src/shop/settings/production.py"));
    pf_arena_free(arena);
}
END_TEST

START_TEST(a_dotenv_that_dockerignore_names_is_not_in_production)
{
    static const struct pf_test_file files[] = {
        {"settings.py", "import os\nHAS = os.path.exists('.env')\n"},
        {".env", "A=1\n"},
        {".dockerignore", ".env\n"},
        {"Dockerfile", "FROM python:3.11\nCOPY . .\nCMD gunicorn x.wsgi\n"},
        {"td.json", "{\"containerDefinitions\": [{\"name\": \"web\"}]}"},
        END};
    struct pf_arena *arena = pf_arena_new(NULL);
    const struct pf_wiring *wiring = wired(arena, files);
    const struct pf_deployment *deployment = &wiring->deployments[0];
    ck_assert_uint_eq(deployment->python_minor, 11);
    const struct pf_node *has = pf_node_get(deployment->judged->values, "HAS");
    ck_assert_int_ne(pf_node_truth(has), PF_YES);
    pf_arena_free(arena);
}
END_TEST

START_TEST(the_contract_tells_what_became_of_each_variable)
{
    static const struct pf_test_file files[] = {
        SETTINGS,
        {"td.json", "{\"containerDefinitions\": [{\"name\": \"web\", \"environment\": ["
                    "{\"name\": \"SECRET_KEY\", \"value\": \"x\"},"
                    "{\"name\": \"STRAY\", \"value\": \"x\"}]}]}"},
        END};
    static const struct {
        const char *name, *status;
    } expected[] = {{"ALLOWED_HOSTS", "missing"}, {"API_TOKEN", "missing"},  {"DEBUG", "default"},
                    {"SECRET_KEY", "supplied"},   {"SENTRY_DSN", "missing"}, {"STRAY", "unread"}};
    struct pf_arena *arena = pf_arena_new(NULL);
    const struct pf_wiring *wiring = wired(arena, files);
    struct pf_variables variables = pf_wiring_contract(arena, wiring, &wiring->deployments[0]);
    ck_assert_uint_eq(variables.count, 6);
    for (size_t i = 0; i < variables.count; i++) {
        ck_assert_pf_str_eq(variables.items[i].name, pf_str_c(expected[i].name));
        ck_assert_str_eq(pf_variable_status_name(variables.items[i].status), expected[i].status);
    }
    pf_arena_free(arena);
}
END_TEST

START_TEST(a_project_without_task_definition_still_has_its_settings)
{
    static const struct pf_test_file files[] = {
        {"manage.py", "import os\nos.environ.setdefault('DJANGO_SETTINGS_MODULE', 'config')\n"},
        {"config.py", "DEBUG = True\n"},
        END};
    struct pf_arena *arena = pf_arena_new(NULL);
    const struct pf_wiring *wiring = wired(arena, files);
    ck_assert_uint_eq(wiring->deployment_count, 1);
    ck_assert(wiring->deployments[0].environment_is_open);
    ck_assert_ptr_nonnull(wiring->deployments[0].settings);
    pf_arena_free(arena);
}
END_TEST

START_TEST(a_default_module_is_doubted_where_the_environment_may_name_another)
{
    static const struct {
        const char *beside, *environment_files, *expected;
    } cases[] = {
        {"shop/settings/production.py", "[{\"type\": \"s3\"}]", "shop.settings.production"},
        {"shop/settings/production.py", "[]", "shop.settings.dev"},
        {"shop/settings/base.py", "[{\"type\": \"s3\"}]", "shop.settings.dev"},
        {"shop/settings/test.py", "[{\"type\": \"s3\"}]", "shop.settings.dev"},
        {"shop/settings/staging.py", "[{\"type\": \"s3\"}]", ""},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct pf_arena *arena = pf_arena_new(NULL);
        pf_str taskdef = pf_arena_format(arena,
                                         "{\"containerDefinitions\": [{\"name\": \"web\", "
                                         "\"environmentFiles\": %s}]}",
                                         cases[i].environment_files);
        const struct pf_test_file files[] = {
            {"shop/wsgi.py", "import os\n"
                             "os.environ.setdefault('DJANGO_SETTINGS_MODULE',\n"
                             "                      'shop.settings.dev')\n"},
            {"shop/settings/__init__.py", ""},
            {"shop/settings/dev.py", "DEBUG = True\n"},
            {cases[i].beside, "DEBUG = False\n"},
            {"td.json", taskdef.data},
            END,
        };
        const struct pf_wiring *wiring = wired(arena, files);
        ck_assert_uint_eq(wiring->deployment_count, 1);
        const struct pf_module_choices *modules = &wiring->deployments[0].modules;
        ck_assert_uint_gt(modules->count, 0);
        ck_assert_pf_str_eq(modules->items[0].module, pf_str_c(cases[i].expected));
        ck_assert_int_eq(wiring->deployments[0].settings == NULL, cases[i].expected[0] == '\0');
        pf_arena_free(arena);
    }
}
END_TEST

START_TEST(deployments_of_a_workflow_called_twice_have_names_of_their_own)
{
    static const struct pf_test_file files[] = {
        SETTINGS,
        {".github/workflows/deploy.yml",
         "on: {push: {branches: [main]}}\n"
         "jobs:\n"
         "  staging: {uses: ./.github/workflows/to.yml, with: {file: staging.json}}\n"
         "  production: {uses: ./.github/workflows/to.yml, with: {file: production.json}}\n"},
        {".github/workflows/to.yml",
         "on: {workflow_call: {inputs: {file: {type: string, required: true}}}}\n"
         "jobs:\n"
         "  deploy:\n"
         "    runs-on: ubuntu-latest\n"
         "    steps:\n"
         "    - uses: aws-actions/amazon-ecs-deploy-task-definition@v2\n"
         "      with: {task-definition: '${{ inputs.file }}'}\n"},
        {"production.json", "{\"containerDefinitions\": [{\"name\": \"web\"}]}"},
        {"staging.json", "{\"containerDefinitions\": [{\"name\": \"web\"}]}"},
        END,
    };
    struct pf_arena *arena = pf_arena_new(NULL);
    const struct pf_wiring *wiring = wired(arena, files);
    ck_assert_uint_eq(wiring->deployment_count, 2);
    for (size_t i = 0; i < 2; i++) {
        const struct pf_deployment *deployment = &wiring->deployments[i];
        ck_assert_pf_str_eq(deployment->name, pf_arena_format(arena, "to.yml:deploy/web of %.*s",
                                                              PF_ARG(deployment->taskdef->path)));
    }
    pf_arena_free(arena);
}
END_TEST

/* A project whose workflow runs `script` and then restarts the service. */
static const struct pf_deployment *deployed_after(struct pf_arena *arena, const char *script,
                                                  const char *dockerignore)
{
    pf_str workflow = pf_arena_format(arena,
                                      "on: {push: {branches: [main]}}\n"
                                      "jobs:\n"
                                      "  deploy:\n"
                                      "    runs-on: ubuntu-latest\n"
                                      "    steps:\n"
                                      "    - run: %s\n"
                                      "    - run: docker build -t shop . && docker push shop\n"
                                      "    - run: aws ecs update-service --service shop "
                                      "--force-new-deployment\n",
                                      script);
    const struct pf_test_file files[] = {
        {"shop/wsgi.py", "import os\nos.environ.setdefault('DJANGO_SETTINGS_MODULE', 'shop.s')\n"},
        {"shop/s.py", "from decouple import config\nKEY = config('SECRET_KEY')\n"},
        {".github/workflows/deploy.yml", workflow.data},
        {"Dockerfile", "FROM python:3.12\nWORKDIR /app\nCOPY . .\nCMD gunicorn shop.wsgi\n"},
        {".dockerignore", dockerignore},
        {"td.json", "{\"family\": \"shop\", \"containerDefinitions\": [{\"name\": \"web\", "
                    "\"image\": \"shop\"}]}"},
        END,
    };
    const struct pf_wiring *wiring = wired(arena, files);
    ck_assert_uint_eq(wiring->deployment_count, 1);
    return &wiring->deployments[0];
}

START_TEST(a_service_that_is_restarted_runs_the_task_definition_of_its_family)
{
    struct pf_arena *arena = pf_arena_new(NULL);
    const struct pf_deployment *deployment = deployed_after(arena, "make test", "");
    ck_assert_pf_str_eq(deployment->name, PF_STR("deploy.yml:deploy/web"));
    ck_assert_pf_str_eq(deployment->taskdef->path, PF_STR("td.json"));
    pf_arena_free(arena);
}
END_TEST

START_TEST(a_dotenv_that_a_step_writes_before_the_build_may_supply_anything)
{
    static const struct {
        const char *script, *dockerignore;
        bool is_open;
    } cases[] = {
        {"echo \"$LINE\" >> .env", "", true},
        {"echo KEY=1 >> .env", "", false}, /* it says what it writes */
        {"cp ci/production.env .env", "", true},
        {"aws s3 cp s3://acme/env .env", "", true},
        {"echo KEY=1 >> .env", ".env\n", false},
        {"echo KEY=1 >> other/.env", "", false},
        {"cat .env.example", "", false},
        {"make test", "", false},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct pf_arena *arena = pf_arena_new(NULL);
        const struct pf_deployment *deployment =
            deployed_after(arena, cases[i].script, cases[i].dockerignore);
        ck_assert_msg(deployment->environment_is_open == cases[i].is_open, "%s", cases[i].script);
        ck_assert_msg((deployment->settings->raises == NULL ||
                       deployment->settings->raises->certain != PF_YES) == cases[i].is_open,
                      "%s", cases[i].script);
        pf_arena_free(arena);
    }
}
END_TEST

START_TEST(templates_belong_to_the_one_deploy_that_makes_its_task_definition)
{
    static const struct pf_test_file files[] = {
        SETTINGS,
        {"shop/wsgi.py", "import os\nos.environ.setdefault('DJANGO_SETTINGS_MODULE', "
                         "'shop.settings')\n"},
        {".github/workflows/deploy.yml",
         "on: {push: {branches: [main]}}\n"
         "jobs:\n"
         "  deploy:\n"
         "    runs-on: ubuntu-latest\n"
         "    steps:\n"
         "    - run: envsubst < ecs/$SERVICE.json > task.json\n"
         "    - uses: aws-actions/amazon-ecs-deploy-task-definition@v2\n"
         "      with: {task-definition: task.json}\n"},
        {"ecs/web.json", "{\"containerDefinitions\": [{\"name\": \"web\"}]}"},
        {"ecs/worker.json", "{\"containerDefinitions\": [{\"name\": \"worker\"}]}"},
        END,
    };
    static const char *const expected[] = {"deploy.yml:deploy/web", "deploy.yml:deploy/worker"};
    struct pf_arena *arena = pf_arena_new(NULL);
    const struct pf_wiring *wiring = wired(arena, files);
    ck_assert_uint_eq(wiring->deployment_count, 2);
    for (size_t i = 0; i < 2; i++) {
        ck_assert_pf_str_eq(wiring->deployments[i].name, pf_str_c(expected[i]));
        ck_assert(wiring->deployments[i].environment_is_open);
    }
    pf_arena_free(arena);
}
END_TEST

/* Two jobs deploy: `web` what the script makes in td.json, `other` what it asks AWS for. */
static const struct pf_wiring *made_by(struct pf_arena *arena, const char *script)
{
    pf_str workflow = pf_arena_format(
        arena,
        "on: {push: {branches: [main]}}\n"
        "jobs:\n"
        "  web:\n"
        "    runs-on: ubuntu-latest\n"
        "    steps:\n"
        "    - run: |\n"
        "        %s\n"
        "    - uses: aws-actions/amazon-ecs-deploy-task-definition@v2\n"
        "      with: {task-definition: td.json}\n"
        "  other:\n"
        "    runs-on: ubuntu-latest\n"
        "    steps:\n"
        "    - run: aws ecs describe-task-definition --task-definition x > old.json\n"
        "    - uses: aws-actions/amazon-ecs-deploy-task-definition@v2\n"
        "      with: {task-definition: old.json}\n",
        script);
    const struct pf_test_file files[] = {
        SETTINGS,
        {"shop/wsgi.py", "import os\nos.environ.setdefault('DJANGO_SETTINGS_MODULE', "
                         "'shop.settings')\n"},
        {".github/workflows/deploy.yml", workflow.data},
        {"ecs/web.json.tpl",
         "{\"containerDefinitions\": [{\"name\": \"web\", \"image\": \"${IMAGE}\"}]}"},
        {"ecs/worker.json", "{\"containerDefinitions\": [{\"name\": \"worker\"}]}"},
        {"ecs/bare.json.tpl",
         "{\"containerDefinitions\": [{\"name\": \"bare\", \"cpu\": ${CPU}}]}"},
        END,
    };
    return wired(arena, files);
}

START_TEST(what_a_step_makes_from_a_template_is_joined_to_it)
{
    static const struct {
        const char *script, *path; /* "" where nothing tells the file */
    } cases[] = {
        {"envsubst < ecs/web.json.tpl > td.json", "ecs/web.json.tpl"},
        {"envsubst '$IMAGE' <ecs/web.json.tpl >./td.json", "ecs/web.json.tpl"},
        {"cat ecs/web.json.tpl | envsubst > td.json", "ecs/web.json.tpl"},
        {"F=ecs/web.json.tpl; envsubst < \"$F\" > td.json", "ecs/web.json.tpl"},
        {"sed \"s|\\${IMAGE}|$I|\" ecs/web.json.tpl > td.json", "ecs/web.json.tpl"},
        {"cp ecs/web.json.tpl td.json; sed -i s/a/b/ td.json", "ecs/web.json.tpl"},
        {"gomplate -f ecs/web.json.tpl -o td.json", "ecs/web.json.tpl"},
        {"envsubst < ecs/web.json.tpl | tee td.json", "ecs/web.json.tpl"},
        {"jq '.cpu=\"256\"' ecs/worker.json > td.json", "ecs/worker.json"},
        {"envsubst < ecs/web.json.tpl > a.json && jq . a.json > b.json; jq . b.json > c.json; "
         "jq . c.json > td.json",
         "ecs/web.json.tpl"},
        {"envsubst < ecs/web.json.tpl > z.json; jq . z.json > a.json; jq . a.json > b.json; "
         "jq . b.json > c.json; jq . c.json > td.json",
         ""}, /* one more than is followed */
        {"jq -s '.[0] * .[1]' ecs/web.json.tpl ecs/worker.json > td.json", ""},
        {"envsubst < ecs/$STAGE.json.tpl > td.json", ""},
        {"envsubst < ecs/bare.json.tpl > td.json", ""},
        {"envsubst < ecs/web.json.tpl >> td.json", ""},
        {"envsubst < ecs/web.json.tpl > other.json", ""},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct pf_arena *arena = pf_arena_new(NULL);
        const struct pf_wiring *wiring = made_by(arena, cases[i].script);
        pf_str path = PF_STR("");
        for (size_t k = 0; k < wiring->deployment_count; k++) {
            const struct pf_deployment *deployment = &wiring->deployments[k];
            if (deployment->deploy == NULL || deployment->taskdef == NULL ||
                !pf_str_eq(deployment->deploy->job->id, PF_STR("web")))
                continue;
            path = deployment->taskdef->path;
            ck_assert(deployment->environment_is_open);
        }
        ck_assert_msg(pf_str_eq(path, pf_str_c(cases[i].path)), "%s: '%.*s'", cases[i].script,
                      PF_ARG(path));
        pf_arena_free(arena);
    }
}
END_TEST

START_TEST(a_text_made_from_a_template_is_joined_to_it)
{
    static const char *const scripts[] = {
        "aws ecs register-task-definition --cli-input-json \"$(envsubst < ecs/web.json.tpl)\"",
        "TD=$(cat ecs/web.json.tpl | envsubst)\n"
        "        aws ecs register-task-definition --cli-input-json \"$TD\"",
        "envsubst < ecs/web.json.tpl > a.json\n"
        "        TD=$(cat a.json)\n"
        "        aws ecs register-task-definition --cli-input-json \"${TD}\"",
    };
    for (size_t i = 0; i < sizeof scripts / sizeof *scripts; i++) {
        struct pf_arena *arena = pf_arena_new(NULL);
        const struct pf_wiring *wiring = made_by(arena, scripts[i]);
        size_t joined = 0;
        for (size_t k = 0; k < wiring->deployment_count; k++)
            joined += wiring->deployments[k].deploy != NULL &&
                      wiring->deployments[k].taskdef != NULL &&
                      pf_str_eq(wiring->deployments[k].taskdef->path, PF_STR("ecs/web.json.tpl"));
        ck_assert_msg(joined == 1, "%s: %zu", scripts[i], joined);
        pf_arena_free(arena);
    }
}
END_TEST

START_TEST(beside_a_deploy_another_definition_s_dockerfile_is_not_guessed)
{
    static const struct pf_test_file files[] = {
        {"Dockerfile", "FROM python:3.12-slim\nCMD [\"gunicorn\", \"shop.wsgi\"]\n"},
        {".github/workflows/deploy.yml",
         "on: {push: {branches: [main]}}\n"
         "jobs:\n"
         "  deploy:\n"
         "    runs-on: ubuntu-latest\n"
         "    steps:\n"
         "    - uses: aws-actions/amazon-ecs-deploy-task-definition@v2\n"
         "      with: {task-definition: web.json}\n"},
        {"internal.json", "{\"containerDefinitions\": [{\"name\": \"internal\"}]}"},
        {"web.json", "{\"containerDefinitions\": [{\"name\": \"web\"}]}"},
        END,
    };
    struct pf_arena *arena = pf_arena_new(NULL);
    const struct pf_wiring *wiring = wired(arena, files);
    ck_assert_uint_eq(wiring->deployment_count, 2);
    for (size_t i = 0; i < 2; i++) {
        const struct pf_deployment *deployment = &wiring->deployments[i];
        bool is_deployed = pf_str_eq(deployment->taskdef->path, PF_STR("web.json"));
        ck_assert((deployment->dockerfile != NULL) == is_deployed);
    }
    pf_arena_free(arena);
}
END_TEST

/* Job `first` and job `second` each run one command, beside one task definition of family shop. */
static pf_str joined_names(struct pf_arena *arena, const char *first, const char *second)
{
    pf_str workflow = pf_arena_format(arena,
                                      "on: {push: {branches: [main]}}\n"
                                      "jobs:\n"
                                      "  first:\n"
                                      "    runs-on: ubuntu-latest\n"
                                      "    steps:\n"
                                      "    - run: aws ecs %s\n"
                                      "  second:\n"
                                      "    runs-on: ubuntu-latest\n"
                                      "    steps:\n"
                                      "    - run: aws ecs %s\n",
                                      first, second);
    const struct pf_test_file files[] = {
        SETTINGS,
        {"shop/wsgi.py", "import os\nos.environ.setdefault('DJANGO_SETTINGS_MODULE', "
                         "'shop.settings')\n"},
        {".github/workflows/deploy.yml", workflow.data},
        {"td.json", "{\"family\": \"shop\", \"containerDefinitions\": [{\"name\": \"web\"}]}"},
        END,
    };
    const struct pf_wiring *wiring = wired(arena, files);
    struct pf_strs names = {0};
    for (size_t i = 0; i < wiring->deployment_count; i++)
        *pf_pile_add(arena, &names) = wiring->deployments[i].name;
    return pf_arena_join(arena, names.items, names.count, PF_STR(" "));
}

#define RESTART "update-service --force-new-deployment --cluster "

START_TEST(the_only_task_definition_is_not_every_service_s)
{
    static const struct {
        const char *first, *second, *names;
    } cases[] = {
        /* its family's, and nobody knows the other's */
        {RESTART "a --service shop-b", RESTART "a --service shop", "deploy.yml:second/web"},
        /* production's */
        {RESTART "a --service api-staging", RESTART "a --service api-prod",
         "deploy.yml:second/web"},
        {RESTART "uat --service api", RESTART "live --service api", "deploy.yml:second/web"},
        /* who names it */
        {RESTART "a --service worker", "register-task-definition --cli-input-json file://td.json",
         "deploy.yml:second/web"},
        {"update-service --service api --task-definition api-dev",
         "register-task-definition --cli-input-json file://td.json", "deploy.yml:second/web"},
        /* nothing tells */
        {RESTART "a --service api", RESTART "a --service worker",
         "deploy.yml:first/web deploy.yml:second/web"},
        {RESTART "a --service api-staging", RESTART "b --service api-dev",
         "deploy.yml:first/web deploy.yml:second/web"},
        {RESTART "a --service api-latest", RESTART "a --service api-device",
         "deploy.yml:first/web deploy.yml:second/web"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct pf_arena *arena = pf_arena_new(NULL);
        pf_str names = joined_names(arena, cases[i].first, cases[i].second);
        ck_assert_msg(pf_str_eq(names, pf_str_c(cases[i].names)), "%s, %s: %.*s", cases[i].first,
                      cases[i].second, PF_ARG(names));
        pf_arena_free(arena);
    }
}
END_TEST

START_TEST(a_module_that_cannot_be_told_gives_way_to_production_s)
{
    static const struct pf_test_file files[] = {
        {"shop/wsgi.py", "import os\nos.environ.setdefault('DJANGO_SETTINGS_MODULE', "
                         "'shop.settings.local')\n"},
        {"shop/settings/local.py", "DEBUG = True\n"},
        {"shop/settings/production.py", "DEBUG = False\n"},
        {"td.json", "{\"containerDefinitions\": [{\"name\": \"web\", \"environment\": [{\"name\": "
                    "\"DJANGO_SETTINGS_MODULE\", \"value\": \"shop.settings.${STAGE}\"}]}]}"},
        END,
    };
    struct pf_arena *arena = pf_arena_new(NULL);
    const struct pf_wiring *wiring = wired(arena, files);
    ck_assert_uint_eq(wiring->deployment_count, 1);
    ck_assert_pf_str_eq(wiring->deployments[0].modules.items[0].module,
                        PF_STR("shop.settings.production"));
    pf_arena_free(arena);
}
END_TEST

static const char *status_of(struct pf_arena *arena, const struct pf_wiring *wiring,
                             const char *name)
{
    struct pf_variables variables = pf_wiring_contract(arena, wiring, &wiring->deployments[0]);
    for (size_t i = 0; i < variables.count; i++)
        if (pf_str_eq(variables.items[i].name, pf_str_c(name)))
            return pf_variable_status_name(variables.items[i].status);
    return "";
}

START_TEST(a_dotenv_that_may_be_in_the_image_is_neither_there_nor_missing)
{
    static const struct {
        const char *dockerfile, *has;
        bool is_open;
        const char *key; /* "": unknown */
        const char *status;
    } cases[] = {
        {"FROM python:3.11\nCOPY . /app\n", "yes", false, "from-file", "supplied"},
        {"FROM python:3.11\nCOPY shop /app/shop\n", "no", false, "default", "default"},
        {"FROM python:3.11\nCOPY . /app\nRUN rm -f /app/.env\n", "maybe", true, "", "unknown"},
        {"FROM python:3.11\n", "maybe", true, "", "unknown"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct pf_arena *arena = pf_arena_new(NULL);
        const struct pf_test_file files[] = {
            {"shop/__init__.py", ""},
            {"shop/settings.py", "import os\nfrom pathlib import Path\nimport dotenv\n"
                                 "BASE = Path(__file__).resolve().parent.parent\n"
                                 "HAS = (BASE / '.env').exists()\n"
                                 "dotenv.load_dotenv(BASE / '.env')\n"
                                 "KEY = os.environ.get('KEY', 'default')\n"},
            {".env", "KEY=from-file\n"},
            {"Dockerfile", cases[i].dockerfile},
            {"td.json", "{\"containerDefinitions\": [{\"name\": \"web\"}]}"},
            END,
        };
        const struct pf_wiring *wiring = wired(arena, files);
        const struct pf_deployment *deployment = &wiring->deployments[0];
        const struct pf_node *has = pf_node_get(deployment->settings->values, "HAS");
        const struct pf_node *key = pf_node_get(deployment->settings->values, "KEY");
        ck_assert_str_eq(pf_truth_name(pf_node_truth(has)), cases[i].has);
        ck_assert_pf_str_eq(pf_node_text(key), pf_str_c(cases[i].key));
        ck_assert_int_eq(deployment->environment_is_open, cases[i].is_open);
        ck_assert_str_eq(status_of(arena, wiring, "KEY"), cases[i].status);
        pf_arena_free(arena);
    }
}
END_TEST

START_TEST(a_task_definition_that_a_matrix_names_is_each_file_that_fits)
{
    static const struct pf_test_file files[] = {
        SETTINGS,
        {".github/workflows/deploy.yml",
         "on: {push: {branches: [main]}}\n"
         "jobs:\n"
         "  deploy:\n"
         "    runs-on: ubuntu-latest\n"
         "    strategy: {matrix: {stage: [staging, production]}}\n"
         "    steps:\n"
         "    - uses: aws-actions/amazon-ecs-deploy-task-definition@v2\n"
         "      with: {task-definition: 'deploy/${{ matrix.stage }}.json'}\n"},
        {"deploy/staging.json", "{\"containerDefinitions\": [{\"name\": \"web\"}]}"},
        {"deploy/production.json", "{\"containerDefinitions\": [{\"name\": \"web\"}]}"},
        {"other/batch.json", "{\"containerDefinitions\": [{\"name\": \"batch\"}]}"},
        END};
    struct pf_arena *arena = pf_arena_new(NULL);
    const struct pf_wiring *wiring = wired(arena, files);
    ck_assert_uint_eq(wiring->deployment_count, 3);
    for (size_t i = 0; i < 3; i++) {
        const struct pf_deployment *deployment = &wiring->deployments[i];
        bool fits = pf_str_starts(deployment->taskdef->path, PF_STR("deploy/"));
        ck_assert_int_eq(deployment->deploy != NULL, fits);
        ck_assert_int_eq(deployment->environment_is_open, !fits);
    }
    pf_arena_free(arena);
}
END_TEST

START_TEST(a_task_definition_chosen_by_the_branch_is_production_s)
{
    static const struct pf_test_file files[] = {
        SETTINGS,
        {"shop/wsgi.py", "import os\nos.environ.setdefault('DJANGO_SETTINGS_MODULE', "
                         "'shop.settings')\n"},
        {".github/workflows/deploy.yml",
         "on: {push: {branches: [dev, main]}}\n"
         "env:\n"
         "  FILE: ${{ github.ref == 'refs/heads/main' && 'prod.json' || 'dev.json' }}\n"
         "jobs:\n"
         "  deploy:\n"
         "    runs-on: ubuntu-latest\n"
         "    steps:\n"
         "    - uses: aws-actions/amazon-ecs-deploy-task-definition@v2\n"
         "      with: {task-definition: '${{ env.FILE }}'}\n"},
        {"dev.json", "{\"containerDefinitions\": [{\"name\": \"web\"}]}"},
        {"prod.json", "{\"containerDefinitions\": [{\"name\": \"web\"}]}"},
        {"task-definition.json", "{\"containerDefinitions\": [{\"name\": \"web\"}]}"},
        END,
    };
    struct pf_arena *arena = pf_arena_new(NULL);
    const struct pf_wiring *wiring = wired(arena, files);
    ck_assert_uint_eq(wiring->deployment_count, 2);
    ck_assert_pf_str_eq(wiring->deployments[0].taskdef->path, PF_STR("prod.json"));
    ck_assert(!wiring->deployments[0].environment_is_open);
    ck_assert_pf_str_eq(wiring->deployments[1].taskdef->path, PF_STR("task-definition.json"));
    ck_assert(wiring->deployments[1].environment_is_open);
    pf_arena_free(arena);
}
END_TEST

START_TEST(the_configuration_names_what_is_not_found)
{
    static const struct pf_test_file files[] = {
        {"a.py", "DEBUG = False\n"},
        {"td.json", "{\"containerDefinitions\": [{\"name\": \"one\"}, {\"name\": \"two\"}]}"},
        END};
    struct pf_arena *arena = pf_arena_new(NULL);
    struct pf_node *list = pf_node_new(arena, PF_SEQ, (pf_span){0});
    struct pf_node *entry = pf_node_new(arena, PF_MAP, (pf_span){0});
    static const char *const pairs[][2] = {{"name", "production"},
                                           {"task-definition", "td.json"},
                                           {"container", "two"},
                                           {"settings", "a"}};
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++)
        pf_node_put(arena, entry, pf_str_c(pairs[i][0]), (pf_span){0},
                    pf_node_str(arena, pf_str_c(pairs[i][1]), (pf_span){0}));
    pf_node_append(arena, list, entry);
    struct pf_wiring_options options = {.config = list};
    const struct pf_wiring *wiring =
        pf_wiring_connect(arena, pf_test_project(arena, files), &options);
    ck_assert_uint_eq(wiring->deployment_count, 1);
    ck_assert_pf_str_eq(wiring->deployments[0].name, PF_STR("production"));
    ck_assert_pf_str_eq(pf_node_text(pf_node_get(wiring->deployments[0].container, "name")),
                        PF_STR("two"));
    ck_assert_pf_str_eq(wiring->deployments[0].settings->path, PF_STR("a.py"));
    pf_arena_free(arena);
}
END_TEST

Suite *wiring_suite(void)
{
    const TTest *const tests[] = {
        a_workflow_leads_to_its_container_and_a_sidecar_is_none,
        a_script_may_choose_the_settings_module,
        programs_in_front_of_the_server_are_passed_over,
        what_a_start_script_exports_the_container_is_given,
        of_two_images_that_a_workflow_builds_and_renders_the_one_on_nginx_is_no_application,
        a_deployed_image_on_node_is_joined_and_given_none_of_the_project_s_settings,
        every_missed_variable_is_found_and_the_rest_is_judged,
        an_environment_file_leaves_the_environment_open,
        what_if_answers_for_another_value_and_for_none,
        the_container_s_module_wins_over_the_entry_file_s_default,
        a_dotenv_that_dockerignore_names_is_not_in_production,
        the_contract_tells_what_became_of_each_variable,
        a_project_without_task_definition_still_has_its_settings,
        a_default_module_is_doubted_where_the_environment_may_name_another,
        deployments_of_a_workflow_called_twice_have_names_of_their_own,
        a_service_that_is_restarted_runs_the_task_definition_of_its_family,
        a_dotenv_that_a_step_writes_before_the_build_may_supply_anything,
        templates_belong_to_the_one_deploy_that_makes_its_task_definition,
        what_a_step_makes_from_a_template_is_joined_to_it,
        a_text_made_from_a_template_is_joined_to_it,
        beside_a_deploy_another_definition_s_dockerfile_is_not_guessed,
        the_only_task_definition_is_not_every_service_s,
        a_module_that_cannot_be_told_gives_way_to_production_s,
        a_dotenv_that_may_be_in_the_image_is_neither_there_nor_missing,
        a_task_definition_that_a_matrix_names_is_each_file_that_fits,
        a_task_definition_chosen_by_the_branch_is_production_s,
        the_configuration_names_what_is_not_found,
        NULL,
    };
    return pf_suite("wiring", tests);
}
