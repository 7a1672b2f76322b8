/* The same tables that parse and explain options, said in the words of three shells. */
#include "cli/completion.h"

const char *const pf_completion_shells[] = {"bash", "zsh", "fish", NULL};

static void words(struct pf_buffer *script, const char *const *items)
{
    for (const char *separator = ""; items != NULL && *items != NULL; items++, separator = " ")
        pf_buffer_format(script, "%s%s", separator, *items);
}

/* The text in single quotes of a shell: 'it'\''s' */
static void quoted(struct pf_buffer *script, const char *text)
{
    pf_buffer_add_byte(script, '\'');
    for (; *text != '\0'; text++) {
        if (*text == '\'')
            pf_buffer_add_c(script, "'\\''");
        else
            pf_buffer_add_byte(script, *text == '\n' ? ' ' : *text);
    }
    pf_buffer_add_byte(script, '\'');
}

static void command_names(struct pf_buffer *script, const struct pf_command *const *commands)
{
    for (const char *separator = ""; *commands != NULL; commands++, separator = " ")
        pf_buffer_format(script, "%s%s", separator, (*commands)->name);
}

static void bash_option_names(struct pf_buffer *script, const struct pf_option *options)
{
    for (const char *separator = ""; options->name != NULL; options++, separator = " ") {
        pf_buffer_format(script, "%s--%s", separator, options->name);
        if (options->letter != '\0')
            pf_buffer_format(script, " -%c", options->letter);
    }
}

static const char *bash_action(enum pf_completes completes)
{
    return completes == PF_COMPLETES_FILES ? "-f" : completes == PF_COMPLETES_FOLDERS ? "-d" : "";
}

/* Values of the options of one command, by the word before the cursor. */
static void bash_values(struct pf_buffer *script, const struct pf_option *options)
{
    for (; options->name != NULL; options++) {
        if (options->choices == NULL && options->completes == PF_COMPLETES_NOTHING)
            continue;
        pf_buffer_format(script, "            --%s) COMPREPLY=($(compgen ", options->name);
        if (options->choices != NULL) {
            pf_buffer_add_c(script, "-W '");
            words(script, options->choices);
            pf_buffer_add_c(script, "'");
        } else {
            pf_buffer_add_c(script, bash_action(options->completes));
        }
        pf_buffer_add_c(script, " -- \"$word\")); return ;;\n");
    }
}

static void bash_command(struct pf_buffer *script, const struct pf_command *command)
{
    pf_buffer_format(script, "    %s)\n        case $before in\n", command->name);
    bash_values(script, command->options);
    pf_buffer_add_c(script, "        esac\n        if [[ $word == -* ]]; then\n"
                            "            COMPREPLY=($(compgen -W '");
    bash_option_names(script, command->options);
    pf_buffer_add_c(script, "' -- \"$word\"))\n        else\n            COMPREPLY=($(compgen ");
    pf_buffer_format(script, "%s -W '", bash_action(command->completes));
    words(script, command->first_operands);
    pf_buffer_add_c(script, "' -- \"$word\"))\n        fi ;;\n");
}

static void bash(const struct pf_command *const *commands, struct pf_buffer *script)
{
    pf_buffer_add_c(script, "# bash completion for preflight: source it, or put it into "
                            "bash-completion's folder\n"
                            "_preflight() {\n"
                            "    local word=${COMP_WORDS[COMP_CWORD]} "
                            "before=${COMP_WORDS[COMP_CWORD-1]}\n"
                            "    if ((COMP_CWORD == 1)); then\n"
                            "        COMPREPLY=($(compgen -W '--help --version help ");
    command_names(script, commands);
    pf_buffer_add_c(script, "' -- \"$word\")); return\n    fi\n    case ${COMP_WORDS[1]} in\n");
    for (; *commands != NULL; commands++)
        bash_command(script, *commands);
    pf_buffer_add_c(script, "    esac\n}\ncomplete -o filenames -F _preflight preflight\n");
}

/* What zsh's _arguments does for a value. */
static void zsh_action(struct pf_buffer *script, const char *const *choices,
                       enum pf_completes completes)
{
    if (choices != NULL) {
        pf_buffer_add_c(script, "(");
        words(script, choices);
        pf_buffer_add_c(script, ")");
    } else {
        pf_buffer_add_c(script, completes == PF_COMPLETES_FILES     ? "_files"
                                : completes == PF_COMPLETES_FOLDERS ? "_files -/"
                                                                    : " ");
    }
}

/* Inside '…[…]…': brackets and colons are markup there. */
static void zsh_text(struct pf_buffer *script, const char *text)
{
    for (; *text != '\0'; text++) {
        if (*text == '\'')
            pf_buffer_add_c(script, "'\\''");
        else if (*text == '[' || *text == ']' || *text == ':' || *text == '\\')
            pf_buffer_format(script, "\\%c", *text);
        else
            pf_buffer_add_byte(script, *text == '\n' ? ' ' : *text);
    }
}

/* '*--format=[help]:FORMAT:(text json)', '-e+[help]:NAME=VALUE: ' */
static void zsh_spec(struct pf_buffer *script, const struct pf_option *option, bool as_letter)
{
    bool takes = option->kind != PF_OPTION_FLAG;
    pf_buffer_format(script, "            '%s", option->kind == PF_OPTION_LIST ? "*" : "");
    if (as_letter)
        pf_buffer_format(script, "-%c%s[", option->letter, takes ? "+" : "");
    else
        pf_buffer_format(script, "--%s%s[", option->name, takes ? "=" : "");
    zsh_text(script, option->help);
    pf_buffer_add_c(script, "]");
    if (takes) {
        pf_buffer_add_c(script, ":");
        zsh_text(script, option->value);
        pf_buffer_add_c(script, ":");
        zsh_action(script, option->choices, option->completes);
    }
    pf_buffer_add_c(script, "' \\\n");
}

static void zsh_command(struct pf_buffer *script, const struct pf_command *command)
{
    pf_buffer_format(script, "    (%s)\n        _arguments \\\n", command->name);
    for (const struct pf_option *option = command->options; option->name != NULL; option++) {
        zsh_spec(script, option, false);
        if (option->letter != '\0')
            zsh_spec(script, option, true);
    }
    pf_buffer_add_c(script, "            '*: :");
    zsh_action(script, command->first_operands, command->completes);
    pf_buffer_add_c(script, "' ;;\n");
}

static void zsh(const struct pf_command *const *commands, struct pf_buffer *script)
{
    pf_buffer_add_c(script, "#compdef preflight\n# zsh completion for preflight: save it as "
                            "_preflight in a folder of $fpath\n"
                            "local -a commands=(\n");
    for (size_t i = 0; commands[i] != NULL; i++) {
        pf_buffer_format(script, "    '%s:", commands[i]->name);
        zsh_text(script, commands[i]->summary);
        pf_buffer_add_c(script, "'\n");
    }
    pf_buffer_add_c(script, ")\nif (( CURRENT == 2 )); then\n"
                            "    _describe command commands\n    return\nfi\n"
                            "local command=$words[2]\nshift words\n(( CURRENT-- ))\n"
                            "case $command in\n");
    for (; *commands != NULL; commands++)
        zsh_command(script, *commands);
    pf_buffer_add_c(script, "esac\n");
}

static void fish_option(struct pf_buffer *script, const char *command,
                        const struct pf_option *option)
{
    pf_buffer_format(script, "complete -c preflight -n '__fish_seen_subcommand_from %s' -l %s",
                     command, option->name);
    if (option->letter != '\0')
        pf_buffer_format(script, " -s %c", option->letter);
    if (option->kind != PF_OPTION_FLAG)
        pf_buffer_add_c(script, option->completes == PF_COMPLETES_NOTHING ? " -x" : " -rF");
    if (option->choices != NULL) {
        pf_buffer_add_c(script, " -a '");
        words(script, option->choices);
        pf_buffer_add_c(script, "'");
    }
    pf_buffer_add_c(script, " -d ");
    quoted(script, option->help);
    pf_buffer_add_c(script, "\n");
}

static void fish_command(struct pf_buffer *script, const struct pf_command *command)
{
    pf_buffer_format(script, "complete -c preflight -f -n __fish_use_subcommand -a %s -d ",
                     command->name);
    quoted(script, command->summary);
    pf_buffer_add_c(script, "\n");
    for (const struct pf_option *option = command->options; option->name != NULL; option++)
        fish_option(script, command->name, option);
    if (command->first_operands == NULL)
        return;
    pf_buffer_format(script, "complete -c preflight -f -n '__fish_seen_subcommand_from %s' -a '",
                     command->name);
    words(script, command->first_operands);
    pf_buffer_add_c(script, "'\n");
}

static void fish(const struct pf_command *const *commands, struct pf_buffer *script)
{
    pf_buffer_add_c(script, "# fish completion for preflight: save it as "
                            "~/.config/fish/completions/preflight.fish\n");
    for (; *commands != NULL; commands++)
        fish_command(script, *commands);
}

bool pf_completion_script(const struct pf_command *const *commands, pf_str shell,
                          struct pf_buffer *script)
{
    typedef void writer(const struct pf_command *const *commands, struct pf_buffer *script);
    static writer *const writers[] = {bash, zsh, fish};
    for (size_t i = 0; pf_completion_shells[i] != NULL; i++) {
        if (!pf_str_eq(shell, pf_str_c(pf_completion_shells[i])))
            continue;
        writers[i](commands, script);
        return true;
    }
    return false;
}
