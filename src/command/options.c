/* Options: parsing them and explaining them, from one table. */
#include "command/options.h"

#include "base/nearest.h"

#include <string.h>

enum { HELP_COLUMN = 28 };

size_t pf_option_count(const struct pf_option *options)
{
    size_t count = 0;
    while (options[count].name != NULL)
        count++;
    return count;
}

struct parser {
    struct pf_arena *arena;
    const struct pf_option *options;
    size_t option_count;
    char **arguments; /* what is left */
    struct pf_given *given;
    struct pf_error *error;
};

static bool unknown_option(const struct parser *parser, pf_str name)
{
    pf_str *names = PF_NEW_ARRAY(parser->arena, pf_str, parser->option_count);
    for (size_t i = 0; i < parser->option_count; i++)
        names[i] = pf_str_c(parser->options[i].name);
    ptrdiff_t nearest = pf_nearest(name, names, parser->option_count);
    if (nearest == PF_STR_NONE)
        return pf_error_set(parser->error, PF_EXIT_USAGE, "unknown option '--%.*s'", PF_ARG(name));
    return pf_error_set(parser->error, PF_EXIT_USAGE,
                        "unknown option '--%.*s'; did you mean '--%.*s'?", PF_ARG(name),
                        PF_ARG(names[nearest]));
}

static bool is_choice(const struct pf_option *option, pf_str value)
{
    if (option->choices == NULL)
        return true;
    pf_str head = value, rest;
    if (option->choice_may_go_on)
        pf_str_cut(value, '=', &head, &rest);
    for (const char *const *choice = option->choices; *choice != NULL; choice++)
        if (pf_str_eq(head, pf_str_c(*choice)))
            return true;
    return false;
}

static bool wrong_choice(const struct parser *parser, const struct pf_option *option, pf_str value)
{
    struct pf_strs choices = {0};
    for (const char *const *choice = option->choices; *choice != NULL; choice++)
        *pf_pile_add(parser->arena, &choices) = pf_str_c(*choice);
    pf_str all = pf_arena_join(parser->arena, choices.items, choices.count, PF_STR(", "));
    return pf_error_set(parser->error, PF_EXIT_USAGE, "--%s takes one of %.*s, not '%.*s'",
                        option->name, PF_ARG(all), PF_ARG(value));
}

static bool take(struct parser *parser, size_t option, pf_str value)
{
    if (!is_choice(&parser->options[option], value))
        return wrong_choice(parser, &parser->options[option], value);
    *pf_pile_add(parser->arena, &parser->given->values[option]) = value;
    return true;
}

/* The next argument as the option's value. */
static bool take_next(struct parser *parser, size_t option)
{
    if (*parser->arguments == NULL)
        return pf_error_set(parser->error, PF_EXIT_USAGE, "--%s needs a value: %s",
                            parser->options[option].name, parser->options[option].value);
    return take(parser, option, pf_str_c(*parser->arguments++));
}

static bool parse_long(struct parser *parser, pf_str argument)
{
    pf_str name, value;
    bool has_value = pf_str_cut(argument, '=', &name, &value);
    size_t i = 0;
    while (i < parser->option_count && !pf_str_eq(name, pf_str_c(parser->options[i].name)))
        i++;
    if (i == parser->option_count)
        return unknown_option(parser, name);
    bool is_flag = parser->options[i].kind == PF_OPTION_FLAG;
    if (is_flag && has_value && parser->options[i].value == NULL)
        return pf_error_set(parser->error, PF_EXIT_USAGE, "--%.*s takes no value", PF_ARG(name));
    if (is_flag && !has_value)
        *pf_pile_add(parser->arena, &parser->given->values[i]) = value;
    else
        return has_value ? take(parser, i, value) : take_next(parser, i);
    return true;
}

static size_t option_of_letter(const struct parser *parser, char letter)
{
    size_t i = 0;
    while (i < parser->option_count && parser->options[i].letter != letter)
        i++;
    return i;
}

/* -v, -vq, -e VALUE, -eVALUE */
static bool parse_short(struct parser *parser, pf_str letters)
{
    while (letters.len > 0) {
        size_t i = option_of_letter(parser, letters.data[0]);
        if (i == parser->option_count)
            return pf_error_set(parser->error, PF_EXIT_USAGE, "unknown option '-%.1s'",
                                letters.data);
        letters = pf_str_slice(letters, 1, letters.len);
        bool is_flag = parser->options[i].kind == PF_OPTION_FLAG;
        if (is_flag && !take(parser, i, PF_STR("")))
            return false;
        if (!is_flag)
            return letters.len > 0 ? take(parser, i, letters) : take_next(parser, i);
    }
    return true;
}

/* "-1 < x" is an expression, as no option is called by a digit. */
static bool is_negative_number(pf_str argument)
{
    pf_str number = pf_str_slice(argument, 1, argument.len);
    return argument.len > 1 && argument.data[0] == '-' &&
           (pf_is_digit(number.data[0]) || number.data[0] == '.' ||
            pf_str_starts(number, PF_STR("Inf")));
}

bool pf_options_parse(struct pf_arena *arena, const struct pf_option *options, char **arguments,
                      struct pf_given *given, struct pf_error *error)
{
    size_t count = pf_option_count(options);
    *given =
        (struct pf_given){.options = options, .values = PF_NEW_ARRAY(arena, struct pf_strs, count)};
    struct parser parser = {arena, options, count, arguments, given, error};
    bool options_ended = false;
    while (*parser.arguments != NULL) {
        pf_str argument = pf_str_c(*parser.arguments++);
        bool is_option = !options_ended && argument.len > 1 && argument.data[0] == '-' &&
                         !is_negative_number(argument);
        if (!is_option) {
            *pf_pile_add(arena, &given->operands) = argument;
        } else if (pf_str_eq(argument, PF_STR("--"))) {
            options_ended = true;
        } else if (pf_str_starts(argument, PF_STR("--"))) {
            if (!parse_long(&parser, pf_str_slice(argument, 2, argument.len)))
                return false;
        } else if (!parse_short(&parser, pf_str_slice(argument, 1, argument.len))) {
            return false;
        }
    }
    return true;
}

bool pf_given_flag(const struct pf_given *given, size_t option)
{
    return given->values[option].count > 0;
}

size_t pf_given_times(const struct pf_given *given, size_t option)
{
    return given->values[option].count;
}

pf_str pf_given_value(const struct pf_given *given, size_t option, const char *otherwise)
{
    const struct pf_strs *values = &given->values[option];
    return values->count == 0 ? pf_str_c(otherwise) : values->items[values->count - 1];
}

const struct pf_strs *pf_given_list(const struct pf_given *given, size_t option)
{
    return &given->values[option];
}

/* "  -f, --format FORMAT[=FILE]" */
static pf_str help_head(struct pf_arena *arena, const struct pf_option *option)
{
    bool is_joined = option->value == NULL || option->kind == PF_OPTION_FLAG;
    const char *space = is_joined ? "" : " ";
    const char *value = option->value == NULL ? "" : option->value;
    if (option->letter == '\0')
        return pf_arena_format(arena, "      --%s%s%s", option->name, space, value);
    return pf_arena_format(arena, "  -%c, --%s%s%s", option->letter, option->name, space, value);
}

static void help_lines(struct pf_buffer *buffer, pf_str head, pf_str text)
{
    pf_buffer_add(buffer, head);
    size_t used = head.len;
    if (used + 2 > HELP_COLUMN) {
        pf_buffer_add_byte(buffer, '\n');
        used = 0;
    }
    for (pf_str line; pf_str_next_line(&text, &line); used = 0)
        pf_buffer_format(buffer, "%*s%.*s\n", (int)(HELP_COLUMN - used), "", PF_ARG(line));
}

void pf_options_help(const struct pf_option *options, struct pf_buffer *buffer)
{
    for (; options->name != NULL; options++) {
        help_lines(buffer, help_head(buffer->arena, options), pf_str_c(options->help));
    }
}
