/* A start command written as a list is not what its author takes it for. */
#include "checks/argv.h"
#include "checks/server_words.h"

static void report_word(struct pf_check_context *context, const struct pf_deployment *deployment,
                        const char *message, const struct pf_node *word, pf_str program)
{
    struct pf_report *report = pf_check_report(context, message, word->span);
    pf_report_argument(report, "word", word->text);
    pf_report_argument(report, "program", program);
    pf_facts_report_container(context, deployment, report);
    pf_report_key(report, "%.*s/%s", PF_ARG(pf_facts_container_name(deployment)), message);
}

static bool is_operator(pf_str word)
{
    static const pf_str operators[] = {PF_STR_INIT("&&"),  PF_STR_INIT("||"), PF_STR_INIT(";"),
                                       PF_STR_INIT("|"),   PF_STR_INIT(">"),  PF_STR_INIT(">>"),
                                       PF_STR_INIT("2>&1")};
    for (size_t i = 0; i < sizeof operators / sizeof *operators; i++)
        if (pf_str_eq(word, operators[i]))
            return true;
    return false;
}

/* Programs that take no such word for one of their own. */
static bool is_known(pf_str program)
{
    static const pf_str programs[] = {PF_STR_INIT("python"), PF_STR_INIT("python3"),
                                      PF_STR_INIT("django-admin")};
    struct pf_strs words = {.items = &program, .count = 1};
    size_t at;
    for (size_t i = 0; i < sizeof programs / sizeof *programs; i++)
        if (pf_str_eq(pf_path_base(program), programs[i]))
            return true;
    return pf_server_words_program(&words, &at).len > 0;
}

static void judge_operators(struct pf_check_context *context,
                            const struct pf_deployment *deployment, const struct pf_argv *argv,
                            size_t at)
{
    pf_str program = argv->words[at]->text;
    for (size_t i = at + 1; is_known(program) && i < argv->count; i++)
        if (is_operator(argv->words[i]->text)) {
            report_word(context, deployment, "operator", argv->words[i], program);
            return;
        }
}

/* ["gunicorn --bind 0.0.0.0:8000 shop.wsgi"]: a program whose name holds spaces. */
static void judge_single(struct pf_check_context *context, const struct pf_deployment *deployment,
                         const struct pf_argv *argv, size_t at)
{
    pf_str first, rest;
    bool is_split = pf_str_cut(argv->words[at]->text, ' ', &first, &rest);
    if (is_split && rest.len > 0 && is_known(first))
        report_word(context, deployment, "single", argv->words[at], first);
}

/* ["sh", "-c"] and several words: the shell runs the first, and the others are its $0, $1, … */
static void judge_shell(struct pf_check_context *context, const struct pf_deployment *deployment,
                        const struct pf_argv *argv, size_t at)
{
    size_t script = at + 2;
    pf_str word, rest;
    if (script + 1 >= argv->count || !pf_str_eq(argv->words[at + 1]->text, PF_STR("-c")))
        return;
    word = argv->words[script]->text;
    bool is_split = pf_str_cut(word, ' ', &word, &rest);
    if (!is_split && is_known(word))
        report_word(context, deployment, "shell", argv->words[script], word);
}

static void judge(struct pf_check_context *context, const struct pf_deployment *deployment)
{
    struct pf_argv argv;
    if (!pf_argv_of(deployment, &argv))
        return;
    size_t at = pf_argv_program(&argv);
    if (pf_start_is_shell(argv.words[at]->text)) {
        judge_shell(context, deployment, &argv, at);
        return;
    }
    judge_operators(context, deployment, &argv, at);
    judge_single(context, deployment, &argv, at);
    if (argv.command_at <= at || argv.command_at >= argv.count)
        return;
    judge_operators(context, deployment, &argv, argv.command_at);
    if (pf_argv_hands_on(context, argv.words[at]->text))
        judge_single(context, deployment, &argv, argv.command_at);
}

void pf_check_command_list_broken(struct pf_check_context *context)
{
    pf_facts_each_deployment(context, judge);
}
