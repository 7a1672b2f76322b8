/* roff, said from the same tables as --help. */
#include "cli/man.h"

#include "rule/config.h"
#include "rule/rule.h"

const char *const pf_man_pages[] = {"preflight.1", "preflight.yml.5", "preflight-rules.7", NULL};

/* Text of ours: dashes and backslashes kept, no line read as a request. */
static void text(struct pf_buffer *page, const char *words)
{
    bool at_start = true;
    for (; *words != '\0'; words++) {
        if (at_start && (*words == '.' || *words == '\''))
            pf_buffer_add_c(page, "\\&");
        at_start = *words == '\n';
        if (*words == '\\')
            pf_buffer_add_c(page, "\\e");
        else if (*words == '-')
            pf_buffer_add_c(page, "\\-");
        else
            pf_buffer_add_byte(page, *words);
    }
}

static void heading(struct pf_buffer *page, const char *request, const char *words)
{
    pf_buffer_format(page, ".%s ", request);
    text(page, words);
    pf_buffer_add_c(page, "\n");
}

static void option(struct pf_buffer *page, const struct pf_option *option)
{
    pf_buffer_add_c(page, ".TP\n");
    if (option->letter != '\0')
        pf_buffer_format(page, "\\fB\\-%c\\fR, ", option->letter);
    pf_buffer_add_c(page, "\\fB\\-\\-");
    text(page, option->name);
    pf_buffer_add_c(page, "\\fR");
    if (option->value != NULL) {
        pf_buffer_add_c(page, " \\fI");
        text(page, option->value);
        pf_buffer_add_c(page, "\\fR");
    }
    pf_buffer_add_c(page, "\n");
    text(page, option->help);
    pf_buffer_add_c(page, "\n");
}

static void command(struct pf_buffer *page, const struct pf_command *command)
{
    pf_buffer_add_c(page, ".SS preflight ");
    text(page, command->name);
    pf_buffer_add_c(page, " ");
    text(page, command->operands);
    pf_buffer_add_c(page, "\n.nf\n");
    text(page, command->about);
    pf_buffer_add_c(page, "\n.fi\n");
    for (const struct pf_option *each = command->options; each->name != NULL; each++)
        option(page, each);
}

static void program(const struct pf_command *const *commands, struct pf_buffer *page)
{
    pf_buffer_add_c(page,
                    ".TH PREFLIGHT 1 \"\" \"preflight " PREFLIGHT_VERSION "\"\n"
                    ".SH NAME\npreflight \\- checks the deploy of a Django project on AWS "
                    "ECS before it is pushed\n"
                    ".SH SYNOPSIS\n.B preflight\n\\fICOMMAND\\fR [\\fIOPTION\\fR...] "
                    "[\\fIOPERAND\\fR...]\n"
                    ".SH DESCRIPTION\nReads workflows, task definition, Dockerfile, settings, "
                    "documentation and git's refs, works out without running any of them "
                    "what production would be, and judges it by rules. Starts no process and "
                    "connects to nothing; deploy and verify hand over to preflight\\-deploy, "
                    "which does.\n"
                    ".SH COMMANDS\n");
    for (; *commands != NULL; commands++)
        command(page, *commands);
    heading(page, "SH", "EXIT STATUS");
    pf_buffer_add_c(
        page, ".TP\n0\nclean\n.TP\n1\nfindings at or above \\-\\-fail\\-on\n"
              ".TP\n2\nusage, configuration or rule\\-file error, or nothing to check\n"
              ".TP\n3\nnot fully checked\n"
              ".TP\n4\ndeploy: failed, production is as before\n"
              ".TP\n5\ndeploy: failed, production was changed, or is not known\n"
              ".TP\n6\ndeploy: another one is under way\n.TP\n70\ninternal error\n"
              ".SH ENVIRONMENT\n.TP\nPREFLIGHT_CONFIG\nthe configuration, where "
              "\\-\\-config names none\n"
              ".TP\nNO_COLOR, CLICOLOR_FORCE, FORCE_COLOR, CLICOLOR\ncolours\n"
              ".TP\nPREFLIGHT_CLUSTER, PREFLIGHT_SERVICE, \\&...\ndeploy: each of its settings "
              "by its flag's name\n"
              ".TP\nPREFLIGHT_REGISTRY_PASSWORD\ndeploy: for the registry's login\n"
              ".TP\nSOURCE_DATE_EPOCH\nthe day it is, for suppressions that end\n"
              ".SH SEE ALSO\n.BR preflight.yml (5),\n.BR preflight\\-rules (7)\n");
}

static void suppressions(struct pf_buffer *page)
{
    pf_buffer_add_c(page,
                    ".SH HIDING FINDINGS\nA comment on the line, or on a line of its own before "
                    "it:\n.PP\n.nf\n"
                    "# preflight: ignore[DJG006] the load balancer checks hosts\n"
                    "# preflight: ignore[DJG006] until 2030\\-01\\-31 the reason\n"
                    "# preflight: ignore\\-file[ENV] the reason\n.fi\n.PP\n"
                    "In Markdown <!\\-\\- preflight: ignore[...] the reason \\-\\->, in "
                    "reStructuredText .. preflight: ignore[...] the reason. JSON has no "
                    "comments: there, and for whole folders, \\fBignore\\fR of preflight.yml. "
                    "One without a reason (PFL901), one that hides nothing (PFL902) and one "
                    "past its day (PFL903) are findings themselves.\n");
}

static void configuration(struct pf_buffer *page)
{
    pf_buffer_add_c(page, ".TH PREFLIGHT.YML 5 \"\" \"preflight " PREFLIGHT_VERSION "\"\n"
                          ".SH NAME\npreflight.yml \\- the configuration of preflight\n"
                          ".SH DESCRIPTION\nThe nearest of these, from the project's folder up to "
                          "the one that holds .git:\n");
    for (size_t i = 0; i < pf_config_name_count; i++) {
        pf_buffer_add_c(page, i == 0 ? "" : ",\n");
        text(page, pf_config_names[i]);
    }
    pf_buffer_add_c(page, ".\nPaths in it are relative to its folder. An unknown key is an error.\n"
                          ".SH KEYS\n");
    for (size_t i = 0; i < pf_config_key_count; i++) {
        pf_buffer_add_c(page, ".TP\n\\fB");
        text(page, pf_config_keys[i].name);
        pf_buffer_add_c(page, "\\fR (");
        text(page, pf_config_keys[i].type);
        pf_buffer_add_c(page, ")\n");
        text(page, pf_config_keys[i].summary);
        pf_buffer_add_c(page, "\n");
    }
    suppressions(page);
    pf_buffer_add_c(page, ".SH SEE ALSO\n.BR preflight (1),\n.BR preflight\\-rules (7)\n");
}

static void rule_entry(struct pf_buffer *page, const struct pf_rule_card *card)
{
    pf_buffer_format(page, ".TP\n\\fB%.*s\\fR ", PF_ARG(card->id));
    text(page, pf_arena_str(page->arena, card->name).data);
    pf_buffer_format(page, " (%s)\n", pf_severity_name(card->severity));
    text(page, pf_arena_str(page->arena, card->summary).data);
    pf_buffer_add_c(page, "\n");
}

static void rule_keys(struct pf_buffer *page)
{
    for (size_t i = 0; i < pf_rule_key_count; i++) {
        pf_buffer_add_c(page, ".TP\n\\fB");
        text(page, pf_rule_keys[i].name);
        pf_buffer_add_c(page, "\\fR (");
        text(page, pf_rule_keys[i].type);
        pf_buffer_add_c(page, ")\n");
        text(page, pf_rule_keys[i].summary);
        pf_buffer_add_c(page, "\n");
    }
}

static void rules(struct pf_buffer *page)
{
    struct pf_rules all = {0};
    pf_rules_built_in(page->arena, &all);
    pf_buffer_add_c(page, ".TH PREFLIGHT\\-RULES 7 \"\" \"preflight " PREFLIGHT_VERSION "\"\n"
                          ".SH NAME\npreflight\\-rules \\- what preflight finds, and how to write "
                          "rules\n.SH DESCRIPTION\nA rule has an id of three letters and three "
                          "digits and a name; each is accepted wherever the other is. "
                          "\\fBpreflight explain\\fR \\fIID\\fR tells all of one: why it matters, "
                          "what fails and what passes.\n.SH RULES\n");
    for (size_t i = 0; i < all.count; i++)
        rule_entry(page, &all.items[i]->card);
    suppressions(page);
    pf_buffer_add_c(page, ".SH RULES OF YOUR OWN\nA YAML file with \\fBversion: 1\\fR and a list "
                          "\\fBrules\\fR, in a folder that \\-\\-rules names or by "
                          "\\fBrule\\-files\\fR of preflight.yml. The families that "
                          "preflight has are its own. \\fBpreflight test\\-rules\\fR runs the "
                          "examples that stand in the file. The keys of a rule:\n");
    rule_keys(page);
    pf_buffer_add_c(page, ".SH SEE ALSO\n.BR preflight (1),\n.BR preflight.yml (5)\n");
}

bool pf_man_page(const struct pf_command *const *commands, pf_str name, struct pf_buffer *page)
{
    if (pf_str_eq(name, pf_str_c(pf_man_pages[0])))
        program(commands, page);
    else if (pf_str_eq(name, pf_str_c(pf_man_pages[1])))
        configuration(page);
    else if (pf_str_eq(name, pf_str_c(pf_man_pages[2])))
        rules(page);
    else
        return false;
    return true;
}
