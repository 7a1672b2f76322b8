/* docker/metadata-action: the images it names, with the tags a push to a branch gives them. */
#include "model/follow_inside.h"

/* "a,b" or lines → items without white space around; `name=x,enable=…` keeps x. */
static void add_lines(struct pf_arena *arena, pf_str text, struct pf_strs *lines)
{
    pf_str line;
    while (pf_str_next_line(&text, &line)) {
        line = pf_str_trim(line);
        if (line.len > 0 && line.data[0] != '#')
            *pf_pile_add(arena, lines) = line;
    }
}

/* The value of "key=value" among the parts of a rule; "" when it is not there. */
static pf_str part_of(pf_str rule, const char *key)
{
    pf_str part, name, value;
    for (bool more = true; more;) {
        more = pf_str_cut(rule, ',', &part, &rule);
        if (pf_str_cut(pf_str_trim(part), '=', &name, &value) && pf_str_eq(name, pf_str_c(key)))
            return value;
    }
    return PF_STR("");
}

/* The tag of one rule, as far as it can be told; what cannot is a gap of the rule itself. */
static pf_str tag_of(struct pf_follow *follow, pf_str rule)
{
    pf_str type = part_of(rule, "type"), value = part_of(rule, "value");
    bool is_plain = part_of(rule, "enable").len == 0 && part_of(rule, "suffix").len == 0 &&
                    pf_str_find(value, PF_STR("{{")) == PF_STR_NONE;
    if (!is_plain)
        return pf_gaps_make(&follow->gaps, pf_gaps_show(&follow->gaps, rule));
    if (type.len == 0)
        return rule;
    bool is_raw = pf_str_eq(type, PF_STR("raw"));
    bool is_sha =
        pf_str_eq(type, PF_STR("sha")) && pf_str_eq(part_of(rule, "format"), PF_STR("long"));
    if (is_raw)
        return value;
    if (!is_sha)
        return pf_gaps_make(&follow->gaps, pf_gaps_show(&follow->gaps, rule));
    bool has_prefix = pf_str_contains(rule, PF_STR("prefix="));
    pf_str prefix = has_prefix ? part_of(rule, "prefix") : PF_STR("sha-");
    return pf_arena_format(follow->arena, "%.*s%.*s", PF_ARG(prefix),
                           PF_ARG(pf_gaps_make(&follow->gaps, PF_STR("github.sha"))));
}

/* An image may stand as `name=acme/shop,enable=true`, and several in one line. */
static void add_images(struct pf_follow *follow, pf_str text, struct pf_strs *images)
{
    struct pf_strs lines = {0};
    add_lines(follow->arena, text, &lines);
    for (size_t i = 0; i < lines.count; i++) {
        pf_str line = lines.items[i], name = part_of(line, "name"), item;
        if (name.len > 0) {
            *pf_pile_add(follow->arena, images) = name;
            continue;
        }
        for (bool more = true; more;) {
            more = pf_str_cut(line, ',', &item, &line);
            *pf_pile_add(follow->arena, images) = pf_str_trim(item);
        }
    }
}

pf_str pf_follow_metadata_tags(struct pf_follow *follow, const struct pf_deploy_place *place)
{
    struct pf_strs images = {0}, rules = {0};
    add_images(follow, pf_follow_input(follow, place, "images"), &images);
    add_lines(follow->arena, pf_follow_input(follow, place, "tags"), &rules);
    if (rules.count == 0 || pf_workflow_input(place->step, "flavor") != NULL)
        *pf_pile_add(follow->arena, &rules) =
            pf_gaps_make(&follow->gaps, PF_STR("a tag of docker/metadata-action"));
    struct pf_buffer buffer = pf_buffer_new(follow->arena);
    for (size_t i = 0; i < images.count; i++)
        for (size_t r = 0; r < rules.count; r++) {
            pf_str tag = tag_of(follow, rules.items[r]);
            pf_buffer_format(&buffer, "%s%.*s:%.*s", buffer.len > 0 ? "\n" : "",
                             PF_ARG(images.items[i]), PF_ARG(tag));
        }
    return pf_buffer_str(&buffer);
}
