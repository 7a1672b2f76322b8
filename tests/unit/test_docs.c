/* Documentation: what is a promise, what is none, in many languages. */
#include "unit.h"

#include "base/buffer.h"
#include "model/docs_inside.h"

#include <string.h>

Suite *docs_suite(void);

static struct pf_project *project_of(struct pf_arena *arena, const char *path, pf_str text)
{
    struct pf_node *map = pf_node_new(arena, PF_MAP, (pf_span){0});
    pf_node_put(arena, map, pf_str_c(path), (pf_span){0}, pf_node_str(arena, text, (pf_span){0}));
    return pf_project_virtual(arena, map);
}

/* "b main deploy", "v DEBUG=0 table required prod", "s KEY", "c pytest", one a line. */
static pf_str dump(struct pf_arena *arena, const struct pf_docs *docs)
{
    struct pf_buffer out = pf_buffer_new(arena);
    for (size_t i = 0; i < docs->branch_count; i++)
        pf_buffer_format(&out, "b %.*s%s\n", PF_ARG(docs->branches[i].name),
                         docs->branches[i].speaks_of_deploying ? " deploy" : "");
    for (size_t i = 0; i < docs->variable_count; i++) {
        const struct pf_docs_variable *variable = &docs->variables[i];
        pf_buffer_format(&out, "v %.*s", PF_ARG(variable->name));
        if (variable->has_value)
            pf_buffer_format(&out, "=%.*s", PF_ARG(variable->value));
        pf_buffer_add_c(&out, variable->in_table ? " table" : "");
        if (variable->required != PF_MAYBE)
            pf_buffer_add_c(&out, variable->required == PF_YES ? " required" : " optional");
        pf_buffer_add_c(&out, variable->for_production ? " prod" : "");
        pf_buffer_add_c(&out, variable->for_development ? " dev" : "");
        pf_buffer_add_byte(&out, '\n');
    }
    for (size_t i = 0; i < docs->secret_count; i++)
        pf_buffer_format(&out, "s %.*s\n", PF_ARG(docs->secrets[i].name));
    for (size_t i = 0; i < docs->command_count; i++)
        pf_buffer_format(&out, "c %.*s\n", PF_ARG(docs->commands[i].name));
    return pf_buffer_str(&out);
}

struct sample {
    const char *name, *path, *text, *found;
};

static void check_samples(const struct sample *samples, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        struct pf_arena *arena = pf_arena_new(NULL);
        const char *path = samples[i].path == NULL ? "x.md" : samples[i].path;
        const struct pf_docs *docs =
            pf_docs_read(arena, project_of(arena, path, pf_str_c(samples[i].text)));
        pf_str found = dump(arena, docs);
        ck_assert_msg(pf_str_eq(found, pf_str_c(samples[i].found)), "%s:\n%.*sinstead of\n%s",
                      samples[i].name, PF_ARG(found), samples[i].found);
        pf_arena_free(arena);
    }
}
#define CHECK_SAMPLES(samples) check_samples((samples), sizeof(samples) / sizeof *(samples))

static const struct sample branches[] = {
    {"block below a heading", NULL, "# Deployment\n\nPush:\n\n```sh\ngit push origin main\n```\n",
     "b main deploy\n"},
    {"paragraph speaks", NULL,
     "# Usage\n\nTo release, push:\n\n    $ git push -u origin +HEAD:prod\n", "b prod deploy\n"},
    {"literal", NULL, "# Usage\n\nRun `git push origin master` to go live.\n", "b master deploy\n"},
    {"not said", NULL, "# Git\n\n```\ngit push origin main\n```\n", "b main\n"},
    {"file name", "docs/deployment.md", "Push:\n\n    git push origin main\n", "b main deploy\n"},
    {"contributing", "CONTRIBUTING.md",
     "# Deploying\n\nOpen a pull request:\n\n    git push origin fix-it\n", "b fix-it\n"},
    {"contributing by file", "CONTRIBUTING.md", "Push:\n\n    git push origin topic\n",
     "b topic\n"},
    {"stand-in in a deploy chapter", NULL,
     "# Deploy\n\n    git push origin feature/x\n    git push origin my-branch\n",
     "b feature/x\nb my-branch\n"},
    {"placeholders", NULL,
     "# Deploy\n\n    git push origin <branch>\n    git push origin $BRANCH\n    git push origin "
     "{x}\n    git push origin HEAD\n",
     ""},
    {"tags and deletions", NULL,
     "# Deploy\n\n    git push origin v1.2.3\n    git push --tags origin main\n    git push origin "
     "--delete old\n    git push origin :old\n    git push origin refs/tags/x\n",
     ""},
    {"other remotes", NULL,
     "# Deploy\n\n    git push heroku main\n    git push\n    git push origin\n", ""},
    {"several commands", NULL,
     "# Deploy\n\n    git add . && git commit -m x && git push origin main; echo ok\n    git push "
     "origin a b\n",
     "b main deploy\nb a deploy\nb b deploy\n"},
    {"comment", NULL,
     "# Deploy\n\n```\n# git push origin old\nlegit push origin x\ngit pushy origin x\n```\n", ""},
    {"prose is no command", NULL, "# Deploy\n\ngit push origin main\n", ""},
    {"nearest heading decides", NULL,
     "# Deployment\n\n## Contributing\n\n    git push origin main\n\n## Rollout\n\n    git push "
     "origin main\n",
     "b main\nb main deploy\n"},
    {"section ends a text's reach", NULL,
     "# A\n\nThis is about deployment.\n\n# B\n\n    git push origin main\n", "b main\n"},
    {"French", "doc/x.rst",
     "D\xC3\xA9ploiement\n===========\n\nPoussez::\n\n   git push origin master\n",
     "b master deploy\n"},
    {"French capitals", "x.rst",
     "MISE EN PRODUCTION\n==================\n\n::\n\n   git push origin master\n",
     "b master deploy\n"},
    {"German", NULL,
     "# \xC3\x9C"
     "ber die Bereitstellung\n\n    git push origin main\n",
     "b main deploy\n"},
    {"Spanish", NULL,
     "# Gu\xC3\xAD"
     "a\n\nPara el despliegue:\n\n    git push origin main\n",
     "b main deploy\n"},
    {"Italian", NULL, "# Messa in produzione\n\n    git push origin main\n", "b main deploy\n"},
    {"Portuguese", NULL, "# Implanta\xC3\xA7\xC3\xA3o\n\n    git push origin main\n",
     "b main deploy\n"},
    {"Dutch", NULL, "# Uitrollen\n\n    git push origin main\n", "b main deploy\n"},
    {"Polish", NULL,
     "# Wdro\xC5\xBC"
     "enie\n\n    git push origin main\n",
     "b main deploy\n"},
    {"Russian", NULL,
     "# "
     "\xD0\xA0\xD0\x90\xD0\x97\xD0\x92\xD0\x81\xD0\xA0\xD0\xA2\xD0\xAB\xD0\x92\xD0\x90\xD0\x9D\xD0"
     "\x98\xD0\x95\n\n    git push origin main\n",
     "b main deploy\n"},
    {"Chinese", NULL,
     "# \xE9\xA1\xB9\xE7\x9B\xAE\xE9\x83\xA8\xE7\xBD\xB2\n\n    git push origin main\n",
     "b main deploy\n"},
    {"Japanese", NULL,
     "# "
     "\xE6\x9C\xAC\xE7\x95\xAA\xE3\x81\xB8\xE3\x81\xAE\xE3\x83\x87\xE3\x83\x97\xE3\x83\xAD\xE3\x82"
     "\xA4\n\n    git push origin main\n",
     "b main deploy\n"},
    {"Korean", NULL,
     "# \xEB\xB0\xB0\xED\x8F\xAC \xEB\xB0\xA9\xEB\xB2\x95\n\n    git push origin main\n",
     "b main deploy\n"},
};

static const struct sample tables[] = {
    {"variables", NULL,
     "| Variable | Required | Value |\n|---|---|---|\n| `DEBUG` | yes | `0` |\n| SECRET_KEY | No | "
     "your-key |\n| `HOSTS`, `PORT` | x | a b |\n",
     "v DEBUG=0 table required\nv SECRET_KEY table optional\nv HOSTS table required\nv PORT table "
     "required\n"},
    {"names with underscores", NULL,
     "| Name | Description |\n|---|---|\n| `SENTRY_DSN` | (required) |\n| `DB_NAME` | Optional. "
     "The name |\n| **DEBUG** | required if local |\n",
     "v SENTRY_DSN table required\nv DB_NAME table optional\nv DEBUG table\n"},
    {"no head that says so", NULL, "| x | y |\n|---|---|\n| `A_B` | 1 |\n| `C_D` | 2 |\n",
     "v A_B table\nv C_D table\n"},
    {"methods are none", NULL, "| Method | Path |\n|---|---|\n| GET | /a |\n| POST | /b |\n", ""},
    {"codes are none", NULL,
     "| Error | Meaning |\n|---|---|\n| `NOT_FOUND` | x |\n| `BAD_NAME` | y |\n", ""},
    {"settings without a word of variables", NULL,
     "# Reference\n\n| Setting | Default |\n|---|---|\n| `CART_MAX` | 3 |\n", ""},
    {"settings among variables", NULL,
     "# Environment variables\n\n| Setting | Default |\n|---|---|\n| `CART_MAX` | 3 |\n",
     "v CART_MAX table\n"},
    {"upper-case words are none", NULL,
     "| Name | What |\n|---|---|\n| HTTP | x |\n| README | y |\n| TODO | z |\n", ""},
    {"prose is none", NULL, "| Variable | What |\n|---|---|\n| SMTP host | x |\n| The key | y |\n",
     ""},
    {"production column", NULL,
     "| Variable | Development | Production |\n|---|---|---|\n| `DEBUG` | `1` | `0` |\n| `TOOLBAR` "
     "| yes | - |\n| `DSN_URL` | no | yes |\n",
     "v DEBUG=0 table prod\nv TOOLBAR table dev\nv DSN_URL table prod\n"},
    {"chapters", NULL,
     "# Variables\n\n## Production\n\n| Name |\n|---|\n| `A_B` |\n\n## Local development\n\n| Name "
     "|\n|---|\n| `C_D` |\n",
     "v A_B table prod\nv C_D table dev\n"},
    {"required chapters", NULL,
     "# Variables\n\n## Required\n\n| Name |\n|---|\n| `A_B` |\n\n## Optional\n\n- `C_D`: x\n",
     "v A_B table required\nv C_D optional\n"},
    {"French grid", "doc/x.rst",
     "Variables\n=========\n\n+------------+-------------+--------+\n| Nom        | Obligatoire | "
     "Valeur |\n+============+=============+========+\n| SENTRY_DSN | oui         |        "
     "|\n+------------+-------------+--------+\n| DEBUG      | Non         | 0      "
     "|\n+------------+-------------+--------+\n",
     "v SENTRY_DSN table required\nv DEBUG=0 table optional\n"},
    {"grid without a line below its head", "x.rst",
     "+----------+-----+\n| Variable | Val |\n+----------+-----+\n| A        | 1   "
     "|\n+----------+-----+\n| AB_C     | 1   |\n+----------+-----+\n",
     "v AB_C table\n"},
    {"list table", "x.rst",
     ".. list-table::\n   :header-rows: 1\n\n   * - Variable\n     - Value\n   * - ``DEBUG``\n     "
     "- ``0``\n",
     "v DEBUG=0 table\n"},
    {"German", NULL,
     "| Umgebungsvariable | Pflichtfeld | Wert |\n|---|---|---|\n| `DEBUG` | Ja | 0 |\n| `PORT` | "
     "nein | 80 |\n",
     "v DEBUG=0 table required\nv PORT=80 table optional\n"},
    {"Russian", NULL,
     "| \xD0\x9F\xD0\xB5\xD1\x80\xD0\xB5\xD0\xBC\xD0\xB5\xD0\xBD\xD0\xBD\xD0\xB0\xD1\x8F | "
     "\xD0\x9E\xD0\xB1\xD1\x8F\xD0\xB7\xD0\xB0\xD1\x82\xD0\xB5\xD0\xBB\xD1\x8C\xD0\xBD\xD0\xB0 "
     "|\n|---|---|\n| `DEBUG` | \xD0\x94\xD0\xB0 |\n| `PORT` | \xD0\xBD\xD0\xB5\xD1\x82 |\n",
     "v DEBUG table required\nv PORT table optional\n"},
    {"Japanese", NULL,
     "| \xE5\xA4\x89\xE6\x95\xB0\xE5\x90\x8D | \xE5\xBF\x85\xE9\xA0\x88 |\n|---|---|\n| `DEBUG` | "
     "\xE2\x97\x8B |\n",
     "v DEBUG table required\n"},
    {"Chinese", NULL,
     "| \xE5\x8F\x98\xE9\x87\x8F\xE5\x90\x8D | \xE5\xBF\x85\xE5\xA1\xAB | \xE5\x80\xBC "
     "|\n|---|---|---|\n| `DEBUG` | \xE6\x98\xAF | 0 |\n",
     "v DEBUG=0 table required\n"},
    {"check marks", NULL,
     "| Variable | Required |\n|---|---|\n| `A_B` | \xE2\x9C\x85 |\n| `C_D` | \xE2\x9D\x8C |\n| "
     "`E_F` | :x: |\n| `G_H` | |\n",
     "v A_B table required\nv C_D table optional\nv E_F table optional\nv G_H table\n"},
    {"optional column", NULL,
     "| Variable | Optional |\n|---|---|\n| `A_B` | yes |\n| `C_D` | no |\n",
     "v A_B table optional\nv C_D table required\n"},
    {"value with the name", NULL, "| Variable |\n|---|\n| `DEBUG=0` |\n", "v DEBUG=0 table\n"},
    {"secrets of GitHub", NULL,
     "## GitHub secrets\n\n| Name | What |\n|---|---|\n| `AWS_KEY` | x |\n| `GITHUB_TOKEN` | y |\n",
     "s AWS_KEY\n"},
    {"secrets by the text", NULL,
     "# Setup\n\nAdd these secrets to the GitHub repository:\n\n| Secret | What |\n|---|---|\n| "
     "`AWS_KEY` | x |\n",
     "s AWS_KEY\n"},
    {"secrets of AWS", NULL, "# Secrets in AWS\n\n| Variable |\n|---|\n| `DB_KEY` |\n",
     "v DB_KEY table\n"},
    {"variables beside secrets", NULL,
     "# GitHub\n\n## Secrets\n\n| Name |\n|---|\n| `A_KEY` |\n\n## Variables\n\n| Name |\n|---|\n| "
     "`B_KEY` |\n",
     "v B_KEY table\ns A_KEY\n"},
};

static const struct sample others[] = {
    {"items", NULL,
     "# Environment variables\n\n- `SECRET_KEY`: the key\n- **DEBUG** (optional): `0`\n- PORT - "
     "the port\n- HTTP: not one\n- Note: x\n- MAX of all\n",
     "v SECRET_KEY\nv DEBUG=0 optional\nv PORT\n"},
    {"items outside of any context", NULL, "# Constants\n\n- `MAX_SIZE`: 3\n- `POST`: creates\n",
     ""},
    {"items by the text above", NULL,
     "# Setup\n\nSet these variables:\n\n* `A_B=1`\n* [ ] `C_D` is needed\n", "v A_B=1\nv C_D\n"},
    {"a development environment", NULL,
     "# Development environment\n\n- DOCKER: install it\n- `DOCKER_HOST`: x\n",
     "v DOCKER_HOST dev\n"},
    {"secret items", NULL, "# GitHub secrets\n\n- `AWS_KEY`: x\n", "s AWS_KEY\n"},
    {"fields", "x.rst",
     "Environment variables\n=====================\n\n:SECRET_KEY: the key\n:Author: me\n",
     "v SECRET_KEY\n"},
    {"envvar", "x.rst", "A\n=\n\n.. envvar:: SECRET_KEY\n\n   The key.\n", "v SECRET_KEY\n"},
    {"headings", NULL, "# Environment variables\n\n### `SECRET_KEY`\n\nThe key.\n\n### HTTP\n",
     "v SECRET_KEY\n"},
    {"dotenv", NULL,
     "# Production\n\n```env\n# x\nDEBUG=0\nSECRET_KEY='a b' # c\nexport X=1\nHOSTS=<hosts>\n```\n",
     ""},
    {"dotenv of assignments only", NULL,
     "# Production\n\n```env\n# x\nDEBUG=0\nSECRET_KEY='a b' # c\nHOSTS=<hosts>\n```\n",
     "v DEBUG=0 prod\nv SECRET_KEY=a b prod\nv HOSTS prod\n"},
    {"dotenv without language", NULL, "# A\n\n    DEBUG=0\n    SECRET_KEY=x\n",
     "v DEBUG=0\nv SECRET_KEY=x\n"},
    {"one assignment alone", NULL, "# A\n\n```\nDEBUG=0\n```\n", ""},
    {"one assignment in context", NULL, "# A\n\nPut into `.env`:\n\n```\nDEBUG=0\n```\n",
     "v DEBUG=0\n"},
    {"scripts", NULL, "# A\n\n```sh\nTAG=$(git rev-parse HEAD)\nPATH=x\n```\n", ""},
    {"a variable for one command", NULL,
     "# Variables\n\n```sh\nA_B=1 make\n```\n\n```\nA_B=1 make\nC_D=2\n```\n", ""},
    {"history", "CHANGELOG.md", "# Variables\n\n- `A_B`: new\n", ""},
    {"placeholder beside a name", NULL, "# Variables\n\n- `A_B=<any>`\n", "v A_B\n"},
    {"exports", NULL,
     "# Locally\n\n```sh\n$ export DEBUG=1\nexport PATH=$PATH:x\nexport KEY_ID=$(pass "
     "x)\nmake\n```\n",
     "v DEBUG=1 dev\nv KEY_ID dev\n"},
    {"docker run", NULL,
     "# A\n\n```sh\ndocker run -e DEBUG=0 --env SECRET_KEY \\\n  --env=A_B='c d' image -e x\ngrep "
     "-e FOO_BAR=1\n```\n",
     "v DEBUG=0\nv SECRET_KEY\nv A_B=c d\n"},
    {"code of another language", NULL, "```python\nDEBUG=0\nA_B=1\n```\n", ""},
    {"secret expressions", NULL,
     "```yaml\nkey: ${{ secrets.AWS_KEY }}${{secrets.B}} ${{ secrets.GITHUB_TOKEN }} ${{ env.X "
     "}}\n```\n\nUse `${{ secrets.C }}`.\n",
     "s AWS_KEY\ns B\ns C\n"},
    {"commands", NULL,
     "```sh\n$ pytest -x\nflake8 && black --check . ; isort .\npython -m mypy shop\npoetry run "
     "ruff check\npython manage.py test\n./manage.py check --deploy\ndocker compose exec -T web "
     "pytest\ncoverage run -m pytest\ntox\npre-commit install\npip install pytest\ndocker compose "
     "run web pip install pytest\n# pytest\nmanage.py migrate\n```\n",
     "c pytest\nc flake8\nc black\nc isort\nc mypy\nc ruff\nc manage.py test\nc manage.py check\nc "
     "pytest\nc coverage\nc tox\n"},
    {"commands in prose are not demanded", NULL, "Format with `black`.\n\n```python\npytest\n```\n",
     ""},
};

START_TEST(pushes_are_found_and_those_that_deploy_told)
{
    CHECK_SAMPLES(branches);
}
END_TEST

START_TEST(tables_tell_variables_and_secrets)
{
    CHECK_SAMPLES(tables);
}
END_TEST

START_TEST(lists_code_and_expressions_tell_theirs)
{
    CHECK_SAMPLES(others);
}
END_TEST

START_TEST(places_are_exact)
{
    static const char text[] = "# Deploy\n\n| Variable | Value |\n|---|---|\n| `A_B` / `C_D` | 1 "
                               "|\n\n> - x\n>\n>   ```\n>   git push origin main\n>   ```\n";
    struct pf_arena *arena = pf_arena_new(NULL);
    const struct pf_docs *docs = pf_docs_read(arena, project_of(arena, "x.md", pf_str_c(text)));
    ck_assert_uint_eq(docs->variable_count, 2);
    ck_assert_pf_str_eq(pf_span_text(docs->variables[1].span), PF_STR("C_D"));
    ck_assert_uint_eq(pf_span_start(docs->variables[1].span).line, 5);
    ck_assert_uint_eq(pf_span_start(docs->variables[1].span).column, 12);
    ck_assert_uint_eq(docs->branch_count, 1);
    ck_assert_pf_str_eq(pf_span_text(docs->branches[0].span), PF_STR("main"));
    ck_assert_uint_eq(pf_span_start(docs->branches[0].span).line, 10);
    pf_arena_free(arena);
}
END_TEST

static pf_str repeated(struct pf_arena *arena, const char *part, size_t count)
{
    struct pf_buffer text = pf_buffer_new(arena);
    for (size_t i = 0; i < count; i++)
        pf_buffer_add_c(&text, part);
    return pf_buffer_str(&text);
}

START_TEST(what_is_found_ends_at_its_limit_with_a_fault)
{
    for (size_t more = 0; more < 2; more++) {
        struct pf_arena *arena = pf_arena_new(NULL);
        pf_str text = repeated(arena, "`git push origin x`\n", PF_DOCS_FOUND + more);
        struct pf_project *project = project_of(arena, "x.md", text);
        const struct pf_docs *docs = pf_docs_read(arena, project);
        ck_assert_uint_eq(docs->branch_count, PF_DOCS_FOUND);
        ck_assert_uint_eq(project->files.items[0]->faults.count, more);
        pf_arena_free(arena);
    }
}
END_TEST

START_TEST(cells_hold_names_up_to_their_limit)
{
    struct pf_arena *arena = pf_arena_new(NULL);
    ck_assert_uint_eq(pf_docs_find_names(repeated(arena, "`A_B`, ", PF_DOCS_NAMES)).count,
                      PF_DOCS_NAMES);
    ck_assert_uint_eq(pf_docs_find_names(repeated(arena, "`A_B`, ", PF_DOCS_NAMES + 1)).count,
                      PF_DOCS_NAMES);
    pf_arena_free(arena);
}
END_TEST

START_TEST(names_columns_and_commands_are_read_to_their_limits)
{
    struct pf_arena *arena = pf_arena_new(NULL);
    for (size_t more = 0; more < 2; more++) {
        ck_assert(pf_docs_is_name(repeated(arena, "A", 100 + more)) == (more == 0));
        pf_str push[] = {PF_STR("# Deploy\n\n    git push origin "),
                         repeated(arena, "-q ", 30 + more), PF_STR("main")};
        pf_str text = pf_arena_join(arena, push, 3, PF_STR(""));
        ck_assert_uint_eq(pf_docs_read(arena, project_of(arena, "x.md", text))->branch_count,
                          1 - more);
        /* The value's column is the 32nd or the one behind it. */
        pf_str empty = repeated(arena, "x|", 30 + more), line = repeated(arena, "-|", 32 + more);
        text = pf_arena_format(arena, "|Variable|%.*sValue|\n|%.*s\n|`A_B`|%.*s1|\n", PF_ARG(empty),
                               PF_ARG(line), PF_ARG(empty));
        const struct pf_docs *docs = pf_docs_read(arena, project_of(arena, "x.md", text));
        ck_assert_uint_eq(docs->variable_count, 1);
        ck_assert(docs->variables[0].has_value == (more == 0));
    }
    pf_arena_free(arena);
}
END_TEST

START_TEST(headings_nest_to_their_limit)
{
    static const char marks[] = "!\"#$%&'()*+,-./:;<=>?@[]^_`{|}~";
    struct pf_arena *arena = pf_arena_new(NULL);
    struct pf_buffer text = pf_buffer_new(arena);
    for (size_t i = 0; i < sizeof marks - 1; i++)
        pf_buffer_format(&text, "%s\n%c%c%c%c%c%c%c%c%c%c\n\n", i == 0 ? "Deployment" : "T",
                         marks[i], marks[i], marks[i], marks[i], marks[i], marks[i], marks[i],
                         marks[i], marks[i], marks[i]);
    pf_buffer_add_c(&text, "====\nX\n====\n\n----\nY\n----\n\n::\n\n  git push origin main\n");
    const struct pf_docs *docs =
        pf_docs_read(arena, project_of(arena, "x.rst", pf_buffer_str(&text)));
    ck_assert_uint_eq(docs->branch_count, 1);
    ck_assert(docs->branches[0].speaks_of_deploying);
    pf_arena_free(arena);
}
END_TEST

START_TEST(the_start_of_a_paragraph_tells_what_it_is_about)
{
    struct pf_arena *arena = pf_arena_new(NULL);
    const struct pf_docs_words *words = pf_docs_words_read(arena);
    for (size_t more = 0; more < 2; more++) {
        pf_str parts[] = {repeated(arena, " ", PF_DOCS_LOOK - 9 + more), PF_STR("deploy")};
        unsigned senses = pf_docs_senses(words, pf_arena_join(arena, parts, 2, PF_STR("")));
        ck_assert_int_eq((senses & PF_SENSE_DEPLOY) != 0, more == 0);
    }
    ck_assert_uint_eq(pf_docs_senses(words, PF_STR("")), 0);
    ck_assert_uint_eq(pf_docs_senses(words, PF_STR("undeployed reproduction")), 0);
    pf_arena_free(arena);
}
END_TEST

START_TEST(megabytes_are_read_at_once)
{
    static const char *const parts[] = {"# Deploy\n\n    git push origin main\n\n",
                                        "| A | B |\n|---|---|\n| `A_B` | yes |\n\n",
                                        "- `A_B`: variable\n",
                                        "git push ",
                                        "`git push origin ` ",
                                        "A_B=1\n",
                                        "${{ secrets.A }} ",
                                        "    docker run -e A=b \\\n"};
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        struct pf_arena *arena = pf_arena_new(NULL);
        pf_str text = repeated(arena, parts[i], 2 * 1024 * 1024 / strlen(parts[i]));
        pf_docs_read(arena, project_of(arena, "x.md", text));
        pf_arena_free(arena);
    }
}
END_TEST

Suite *docs_suite(void)
{
    const TTest *const tests[] = {
        pushes_are_found_and_those_that_deploy_told,
        tables_tell_variables_and_secrets,
        lists_code_and_expressions_tell_theirs,
        places_are_exact,
        what_is_found_ends_at_its_limit_with_a_fault,
        cells_hold_names_up_to_their_limit,
        names_columns_and_commands_are_read_to_their_limits,
        headings_nest_to_their_limit,
        the_start_of_a_paragraph_tells_what_it_is_about,
        megabytes_are_read_at_once,
        NULL,
    };
    return pf_suite("docs", tests);
}
