/* docker/metadata-action: the images it names, with the tags it gives them. Source: the action's
 * README and its src/meta.ts. */
#include "model/follow_inside.h"

/* What holds for all tags of a step. */
struct flavor {
    pf_str prefix, suffix;
    pf_str latest; /* "auto", "true", "false" */
};

static void add_lines(struct pf_arena *arena, pf_str text, struct pf_strs *lines)
{
    pf_str line;
    while (pf_str_next_line(&text, &line)) {
        line = pf_str_trim(line);
        if (line.len > 0 && line.data[0] != '#')
            *pf_pile_add(arena, lines) = line;
    }
}

/* The value of "key=value" among the parts of a rule; false when it is not there. */
static bool find_part(pf_str rule, const char *key, pf_str *found)
{
    pf_str part, name, value;
    *found = PF_STR("");
    for (bool more = true; more;) {
        more = pf_str_cut(rule, ',', &part, &rule);
        if (pf_str_cut(pf_str_trim(part), '=', &name, &value) && pf_str_eq(name, pf_str_c(key))) {
            *found = value;
            return true;
        }
    }
    return false;
}

static pf_str part_of(pf_str rule, const char *key)
{
    pf_str value;
    find_part(rule, key, &value);
    return value;
}

static struct flavor flavor_of(struct pf_follow *follow, const struct pf_deploy_place *place)
{
    struct flavor flavor = {.latest = PF_STR("auto")};
    struct pf_strs lines = {0};
    pf_str value;
    add_lines(follow->arena, pf_follow_input(follow, place, "flavor"), &lines);
    for (size_t i = 0; i < lines.count; i++) {
        if (find_part(lines.items[i], "latest", &value))
            flavor.latest = value;
        if (find_part(lines.items[i], "prefix", &value))
            flavor.prefix = value;
        if (find_part(lines.items[i], "suffix", &value))
            flavor.suffix = value;
    }
    return flavor;
}

/* What becomes a tag as it stands: other bytes are replaced, {{…}} is filled in by the action. */
static bool is_plain(pf_str text)
{
    for (size_t i = 0; i < text.len; i++)
        if (!pf_is_alnum(text.data[i]) && text.data[i] != '.' && text.data[i] != '_' &&
            text.data[i] != '-' && text.data[i] > 2)
            return false;
    return true;
}

/* The tag's own prefix and suffix stand in place of the flavor's. */
static pf_str around(struct pf_follow *follow, pf_str rule, const struct flavor *flavor,
                     pf_str value)
{
    pf_str prefix, suffix;
    if (!find_part(rule, "prefix", &prefix))
        prefix = pf_str_eq(part_of(rule, "type"), PF_STR("sha")) ? PF_STR("sha-") : flavor->prefix;
    if (!find_part(rule, "suffix", &suffix))
        suffix = flavor->suffix;
    return pf_arena_format(follow->arena, "%.*s%.*s%.*s", PF_ARG(prefix), PF_ARG(value),
                           PF_ARG(suffix));
}

enum made { MADE_ALWAYS, MADE_PERHAPS };

/* One kind of tag. A branch's name, a version, a pull request's number: names that only an event
 * gives, and only some events. */
static pf_str value_of(struct pf_follow *follow, pf_str rule, enum made *made)
{
    pf_str type = part_of(rule, "type"), value = part_of(rule, "value");
    *made = MADE_ALWAYS;
    if (type.len == 0 && pf_str_find_byte(rule, '=') == PF_STR_NONE)
        return rule;
    if (pf_str_eq(type, PF_STR("raw")) || (type.len == 0 && value.len > 0))
        return value;
    if (pf_str_eq(type, PF_STR("sha"))) {
        bool is_long = pf_str_eq(part_of(rule, "format"), PF_STR("long"));
        return pf_gaps_make(&follow->gaps, is_long ? PF_STR("github.sha") : PF_GAPS_SHORT_SHA);
    }
    *made = MADE_PERHAPS;
    if (pf_str_eq(type, PF_STR("edge")))
        return PF_STR("edge");
    if (pf_str_eq(type, PF_STR("schedule")) && part_of(rule, "pattern").len == 0)
        return PF_STR("nightly");
    return PF_STR("");
}

/* The tag of one rule; "" where it makes none. */
static pf_str tag_of(struct pf_follow *follow, pf_str rule, const struct flavor *flavor)
{
    enum made made;
    pf_str enable, value = value_of(follow, rule, &made);
    bool has_enable = find_part(rule, "enable", &enable);
    pf_str words = pf_gaps_show(&follow->gaps, rule);
    if (has_enable && pf_str_eq(enable, PF_STR("false")))
        return PF_STR("");
    if (has_enable && !pf_str_eq(enable, PF_STR("true")))
        made = MADE_PERHAPS;
    if (value.len == 0)
        return pf_gaps_make_name(&follow->gaps, words);
    pf_str tag = around(follow, rule, flavor, value);
    if (!is_plain(tag))
        return pf_gaps_make(&follow->gaps, words);
    return made == MADE_ALWAYS ? tag : pf_gaps_make_perhaps(&follow->gaps, tag);
}

/* The kinds of tag that make "latest" too where the flavor leaves it to the action. */
static bool makes_latest(pf_str rule)
{
    pf_str type = part_of(rule, "type");
    return pf_str_eq(type, PF_STR("semver")) || pf_str_eq(type, PF_STR("pep440")) ||
           pf_str_eq(type, PF_STR("match")) ||
           (pf_str_eq(type, PF_STR("ref")) && pf_str_eq(part_of(rule, "event"), PF_STR("tag")));
}

static void add_latest(struct pf_follow *follow, const struct flavor *flavor,
                       const struct pf_strs *rules, struct pf_strs *tags)
{
    bool is_made = false;
    for (size_t i = 0; i < rules->count; i++)
        is_made |= makes_latest(rules->items[i]);
    if (pf_str_eq(flavor->latest, PF_STR("true")))
        pf_strs_add_once(follow->arena, tags, PF_STR("latest"));
    else if (is_made && !pf_str_eq(flavor->latest, PF_STR("false")))
        *pf_pile_add(follow->arena, tags) = pf_gaps_make_perhaps(&follow->gaps, PF_STR("latest"));
}

static struct pf_strs tags_of(struct pf_follow *follow, const struct pf_deploy_place *place)
{
    static const pf_str usual[] = {
        PF_STR_INIT("type=schedule"), PF_STR_INIT("type=ref,event=branch"),
        PF_STR_INIT("type=ref,event=tag"), PF_STR_INIT("type=ref,event=pr")};
    struct pf_strs rules = {0}, tags = {0};
    struct flavor flavor = flavor_of(follow, place);
    bool is_set_up =
        pf_str_contains(pf_span_text(place->workflow->root->span), PF_STR("DOCKER_METADATA_"));
    add_lines(follow->arena, pf_follow_input(follow, place, "tags"), &rules);
    bool is_given = rules.count > 0;
    for (size_t i = 0; !is_given && i < sizeof usual / sizeof *usual; i++)
        *pf_pile_add(follow->arena, &rules) = usual[i];
    for (size_t i = 0; i < rules.count; i++) {
        pf_str tag = is_set_up
                         ? pf_gaps_make(&follow->gaps, pf_gaps_show(&follow->gaps, rules.items[i]))
                         : tag_of(follow, rules.items[i], &flavor);
        if (tag.len > 0)
            pf_strs_add_once(follow->arena, &tags, tag);
    }
    add_latest(follow, &flavor, &rules, &tags);
    return tags;
}

static pf_str lower(struct pf_arena *arena, pf_str text)
{
    struct pf_buffer buffer = pf_buffer_new(arena);
    for (size_t i = 0; i < text.len; i++)
        pf_buffer_add_byte(&buffer, pf_to_lower(text.data[i]));
    return pf_buffer_str(&buffer);
}

/* An image may stand as `name=acme/shop,enable=true`, and several in one line. */
static void add_images(struct pf_follow *follow, pf_str text, struct pf_strs *images)
{
    struct pf_strs lines = {0};
    add_lines(follow->arena, text, &lines);
    for (size_t i = 0; i < lines.count; i++) {
        pf_str line = lines.items[i], name = part_of(line, "name"), item;
        if (name.len > 0) {
            *pf_pile_add(follow->arena, images) = lower(follow->arena, name);
            continue;
        }
        for (bool more = true; more;) {
            more = pf_str_cut(line, ',', &item, &line);
            *pf_pile_add(follow->arena, images) = lower(follow->arena, pf_str_trim(item));
        }
    }
}

pf_str pf_follow_metadata_tags(struct pf_follow *follow, const struct pf_deploy_place *place)
{
    struct pf_strs images = {0}, tags = tags_of(follow, place);
    add_images(follow, pf_follow_input(follow, place, "images"), &images);
    struct pf_buffer buffer = pf_buffer_new(follow->arena);
    for (size_t i = 0; i < images.count; i++)
        for (size_t t = 0; t < tags.count; t++)
            pf_buffer_format(&buffer, "%s%.*s:%.*s", buffer.len > 0 ? "\n" : "",
                             PF_ARG(images.items[i]), PF_ARG(tags.items[t]));
    return pf_buffer_str(&buffer);
}

pf_str pf_follow_metadata_version(struct pf_follow *follow, const struct pf_deploy_place *place)
{
    struct pf_strs tags = tags_of(follow, place);
    bool is_told = tags.count == 1 && !pf_gaps_is_open(&follow->gaps, tags.items[0]);
    return is_told ? tags.items[0] : PF_STR("");
}
