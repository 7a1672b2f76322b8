/* A rule's fix → bytes to put into a file, quoted as what stands there. */
#include "base/buffer.h"
#include "rule/engine_rule.h"

static bool has_control_character(pf_str text)
{
    for (size_t i = 0; i < text.len; i++)
        if ((unsigned char)text.data[i] < 0x20 || text.data[i] == 0x7f)
            return true;
    return false;
}

/* Reads the same without quotes in every format that we read. */
static bool is_plain_word(pf_str text)
{
    for (size_t i = 0; i < text.len; i++)
        if (!pf_is_name(text.data[i]) &&
            !(i > 0 && pf_str_find_byte(PF_STR("-./"), text.data[i]) != PF_STR_NONE))
            return false;
    return text.len > 0;
}

static pf_str quote(struct pf_arena *arena, pf_str text, char mark)
{
    struct pf_buffer quoted = pf_buffer_new(arena);
    pf_buffer_add_byte(&quoted, mark);
    for (size_t i = 0; i < text.len; i++) {
        char c = text.data[i];
        if (mark == '\'' && c == '\'')
            pf_buffer_add_byte(&quoted, c);
        else if (mark == '"' && (c == '"' || c == '\\'))
            pf_buffer_add_byte(&quoted, '\\');
        pf_buffer_add_byte(&quoted, c);
    }
    pf_buffer_add_byte(&quoted, mark);
    return pf_buffer_str(&quoted);
}

static bool is_yaml(pf_str path)
{
    return pf_str_ends(path, PF_STR(".yml")) || pf_str_ends(path, PF_STR(".yaml"));
}

/* `text` written in place of `node`; false where that cannot be done safely. */
static bool write_like(struct pf_arena *arena, const struct pf_node *node, pf_str text,
                       pf_str *written)
{
    if (!pf_node_is_scalar(node) || node->span.file == NULL || has_control_character(text))
        return false;
    switch (node->style) {
    case PF_STYLE_DOUBLE:
        *written = quote(arena, text, '"');
        return true;
    case PF_STYLE_SINGLE:
        *written = quote(arena, text, '\'');
        return true;
    case PF_STYLE_PLAIN:
        *written = is_plain_word(text) ? text : quote(arena, text, '\'');
        return is_plain_word(text) || is_yaml(node->span.file->path);
    default:
        return false;
    }
}

static const struct pf_node *first_node(const struct pf_set *set)
{
    return set->count > 0 ? set->items[0].node : NULL;
}

/* Its words, or false when something in them is masked: a mask must never be written to a file. */
static bool fill_unmasked(struct pf_eval *eval, const struct pf_template *form,
                          const struct pf_redaction *redaction, pf_str *text)
{
    struct pf_arguments masked = {0}, bare = {0};
    *text = pf_template_fill(eval, form, NULL, &bare);
    return pf_str_eq(*text, pf_template_fill(eval, form, redaction, &masked));
}

const struct pf_fix *pf_engine_fix(struct pf_eval *eval, const struct pf_rule *rule,
                                   const struct pf_redaction *redaction,
                                   struct pf_arguments *arguments)
{
    if (rule->fix == NULL)
        return NULL;
    struct pf_fix *fix = PF_NEW(eval->arena, struct pf_fix);
    fix->safety = rule->fix->safety;
    fix->title = pf_template_fill(eval, &rule->fix->title, redaction, arguments);
    if (!fill_unmasked(eval, &rule->fix->text, redaction, &fix->text))
        return NULL;
    if (rule->fix->set == NULL)
        return fix;
    struct pf_set targets = pf_eval_set(eval, rule->fix->set);
    const struct pf_node *target = first_node(&targets);
    if (target == NULL || targets.items[0].in != PF_YES ||
        !write_like(eval->arena, target, fix->text, &fix->text))
        return NULL;
    fix->span = target->span;
    return fix;
}
