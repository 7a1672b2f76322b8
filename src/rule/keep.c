/* Deep copies of findings. */
#include "rule/keep.h"

static struct pf_related *keep_related(struct pf_arena *arena, const struct pf_finding *finding)
{
    struct pf_related *kept = PF_NEW_ARRAY(arena, struct pf_related, finding->related_count);
    for (size_t i = 0; i < finding->related_count; i++)
        kept[i] = (struct pf_related){finding->related[i].span,
                                      pf_arena_str(arena, finding->related[i].label)};
    return kept;
}

static struct pf_argument *keep_arguments(struct pf_arena *arena, const struct pf_finding *finding)
{
    struct pf_argument *kept = PF_NEW_ARRAY(arena, struct pf_argument, finding->argument_count);
    for (size_t i = 0; i < finding->argument_count; i++)
        kept[i] = (struct pf_argument){finding->arguments[i].name, /* the rule's, or the check's */
                                       pf_arena_str(arena, finding->arguments[i].value)};
    return kept;
}

static pf_span *keep_spans(struct pf_arena *arena, const struct pf_finding *finding)
{
    pf_span *kept = PF_NEW_ARRAY(arena, pf_span, finding->redacted_count);
    for (size_t i = 0; i < finding->redacted_count; i++)
        kept[i] = finding->redacted[i];
    return kept;
}

static const struct pf_fix *keep_fix(struct pf_arena *arena, const struct pf_fix *fix)
{
    const struct pf_fix *first = NULL, **next = &first;
    for (; fix != NULL; fix = fix->next) {
        struct pf_fix *kept = PF_NEW(arena, struct pf_fix);
        *kept = *fix;
        kept->title = pf_arena_str(arena, fix->title);
        kept->text = pf_arena_str(arena, fix->text);
        *next = kept;
        next = &kept->next;
    }
    return first;
}

static pf_str *keep_texts(struct pf_arena *arena, const struct pf_finding *finding)
{
    pf_str *kept = PF_NEW_ARRAY(arena, pf_str, finding->secret_count);
    for (size_t i = 0; i < finding->secret_count; i++)
        kept[i] = pf_arena_str(arena, finding->secrets[i]);
    return kept;
}

struct pf_finding pf_finding_keep(struct pf_arena *arena, const struct pf_finding *finding)
{
    struct pf_finding kept = *finding;
    kept.message = pf_arena_str(arena, finding->message);
    kept.label = pf_arena_str(arena, finding->label);
    kept.help = pf_arena_str(arena, finding->help);
    kept.bearer = pf_arena_str(arena, finding->bearer);
    kept.key = pf_arena_str(arena, finding->key);
    kept.twin_key = pf_arena_str(arena, finding->twin_key);
    kept.related = keep_related(arena, finding);
    kept.arguments = keep_arguments(arena, finding);
    kept.redacted = keep_spans(arena, finding);
    kept.secrets = keep_texts(arena, finding);
    kept.fix = keep_fix(arena, finding->fix);
    return kept;
}
