/* Ports out of mappings, EXPOSE, addresses in commands. */
#include "checks/port_facts.h"

#include "checks/server_bind.h"

const struct pf_node *pf_port_mappings(const struct pf_node *container)
{
    const struct pf_node *ports = pf_node_get(container, "portMappings");
    return pf_node_is(ports, PF_SEQ) && ports->count > 0 ? ports : NULL;
}

enum pf_truth pf_port_is_mapped(const struct pf_node *mappings, int64_t port)
{
    enum pf_truth is_mapped = PF_NO;
    for (size_t i = 0; i < mappings->count; i++) {
        const struct pf_node *value = pf_node_get(mappings->items[i], "containerPort");
        if (!pf_node_is(value, PF_INT))
            is_mapped = PF_MAYBE;
        else if (value->as.integer == port)
            return PF_YES;
    }
    return is_mapped;
}

enum pf_truth pf_port_is_exposed(const struct pf_image *image, int64_t port)
{
    enum pf_truth is_exposed = PF_NO;
    for (size_t i = 0; i < image->exposes->count; i++) {
        pf_str number, protocol;
        int64_t exposed;
        pf_str_cut(pf_node_text(image->exposes->items[i]), '/', &number, &protocol);
        if (!pf_str_to_int(number, &exposed))
            is_exposed = PF_MAYBE;
        else if (exposed == port)
            return PF_YES;
    }
    return is_exposed;
}

bool pf_port_may_forward(const struct pf_node *other)
{
    return pf_port_mappings(other) != NULL ||
           pf_server_bind_is_proxy(pf_node_text(pf_node_get(other, "image"))) ||
           pf_server_bind_is_proxy(pf_node_text(pf_node_get(other, "name")));
}

pf_str pf_port_link(const struct pf_node *container, pf_str name)
{
    const struct pf_node *links = pf_node_get(container, "links");
    for (size_t i = 0; pf_node_is(links, PF_SEQ) && i < links->count; i++) {
        pf_str target, alias;
        bool has_alias = pf_str_cut(pf_node_text(links->items[i]), ':', &target, &alias);
        if (pf_str_eq(target, name))
            return has_alias ? alias : target;
    }
    return PF_STR("");
}

bool pf_port_is_here(pf_str host)
{
    return pf_server_bind_is_loopback(host) || pf_str_eq(host, PF_STR("0.0.0.0"));
}

/* The authority of a URL that begins at `text`: up to what cannot stand in one. */
static pf_str authority(pf_str text)
{
    size_t len = 0;
    while (len < text.len &&
           (pf_is_name(text.data[len]) || text.data[len] == '.' || text.data[len] == '-' ||
            text.data[len] == ':' || text.data[len] == '[' || text.data[len] == ']'))
        len++;
    return pf_str_slice(text, 0, len);
}

bool pf_ports_in_text(struct pf_arena *arena, pf_str text, struct pf_ports_asked *asked)
{
    ptrdiff_t at;
    while ((at = pf_str_find(text, PF_STR("://"))) != PF_STR_NONE) {
        bool is_tls = at > 0 && text.data[at - 1] == 's';
        bool is_http = pf_str_ends(pf_str_slice(text, 0, (size_t)at), PF_STR("http")) ||
                       pf_str_ends(pf_str_slice(text, 0, (size_t)at), PF_STR("https"));
        text = pf_str_slice(text, (size_t)at + 3, text.len);
        pf_str whole = authority(text);
        text = pf_str_slice(text, whole.len, text.len);
        if (text.len > 0 && (text.data[0] == '?' || text.data[0] == '$' || text.data[0] == '@'))
            return false;
        ptrdiff_t colon = pf_str_find_last_byte(whole, ':');
        struct pf_port_asked one = {is_tls ? 443 : 80, whole};
        if (colon != PF_STR_NONE && !pf_str_ends(whole, PF_STR("]"))) {
            one.host = pf_str_slice(whole, 0, (size_t)colon);
            if (!pf_str_to_int(pf_str_slice(whole, (size_t)colon + 1, whole.len), &one.port))
                return false;
        }
        if (is_http && one.host.len > 0)
            *pf_pile_add(arena, asked) = one;
    }
    return true;
}
