/* Network address → may a verification connect to it; a table of the special networks. */
#include "deploy/address.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <string.h>

struct network {
    unsigned char start[16]; /* IPv4: the first four bytes */
    unsigned bits;
    const char *what;
};

static const struct network networks_4[] = {
    /* The cloud's own service stands before the network that it lies in. */
    {{169, 254, 169, 254}, 32, "an address of the cloud's metadata service"},
    {{169, 254, 170, 2}, 32, "an address of the cloud's metadata service"},
    {{169, 254, 170, 23}, 32, "an address of the cloud's metadata service"},
    {{100, 100, 100, 200}, 32, "an address of the cloud's metadata service"},
    {{168, 63, 129, 16}, 32, "an address of the cloud's metadata service"},
    {{0}, 8, "an address of this machine"},
    {{127}, 8, "a loopback address"},
    {{169, 254}, 16, "a link-local address"},
    {{10}, 8, "a private address"},
    {{172, 16}, 12, "a private address"},
    {{192, 168}, 16, "a private address"},
    {{100, 64}, 10, "an address shared by a provider's customers"},
    {{192, 0, 0}, 24, "an address for protocols"},
    {{192, 0, 2}, 24, "an address for documentation"},
    {{198, 51, 100}, 24, "an address for documentation"},
    {{203, 0, 113}, 24, "an address for documentation"},
    {{198, 18}, 15, "an address for benchmarks"},
    {{224}, 4, "a multicast address"},
    {{240}, 4, "a reserved address"},
};

static const struct network networks_6[] = {
    {{0xfd, 0, 0x0e, 0xc2, [14] = 0x02, [15] = 0x54},
     128,
     "an address of the cloud's metadata service"},
    {{0xfd, 0, 0x0e, 0xc2, [15] = 0x23}, 128, "an address of the cloud's metadata service"},
    {{[15] = 1}, 128, "a loopback address"},
    {{0}, 128, "an address of this machine"},
    {{0xfe, 0x80}, 10, "a link-local address"},
    {{0xfe, 0xc0}, 10, "a private address"},
    {{0xfc}, 7, "a private address"},
    {{0x01}, 64, "a reserved address"},
    {{0x20, 0x01, 0x0d, 0xb8}, 32, "an address for documentation"},
    {{0x3f, 0xff}, 20, "an address for documentation"},
    {{0x20, 0x01, 0x00, 0x02}, 48, "an address for benchmarks"},
    {{0x20, 0x01, 0x00, 0x00}, 32, "an address of a tunnel"},
    {{0xff}, 8, "a multicast address"},
};

/* Where an IPv6 address carries an IPv4 one. */
static const struct {
    unsigned char start[16];
    unsigned bits, at; /* at: byte of the IPv4 address */
} carriers[] = {
    {{[10] = 0xff, [11] = 0xff}, 96, 12},     /* ::ffff:0:0/96, mapped */
    {{0x00, 0x64, 0xff, 0x9b}, 96, 12},       /* 64:ff9b::/96, NAT64 */
    {{0x00, 0x64, 0xff, 0x9b, 0, 1}, 48, 12}, /* 64:ff9b:1::/48, NAT64 of one's own */
    {{0x20, 0x02}, 16, 2},                    /* 2002::/16, 6to4 */
};

static bool is_in(const unsigned char *address, const unsigned char *start, unsigned bits)
{
    unsigned whole = bits / 8, rest = bits % 8;
    if (memcmp(address, start, whole) != 0)
        return false;
    return rest == 0 || ((address[whole] ^ start[whole]) >> (8 - rest)) == 0;
}

static const char *find(const struct network *networks, size_t count, const unsigned char *address)
{
    for (size_t i = 0; i < count; i++)
        if (is_in(address, networks[i].start, networks[i].bits))
            return networks[i].what;
    return NULL;
}

static const char *refused_4(const unsigned char *address)
{
    return find(networks_4, sizeof networks_4 / sizeof *networks_4, address);
}

static const char *refused_6(const unsigned char *address)
{
    const char *what = find(networks_6, sizeof networks_6 / sizeof *networks_6, address);
    if (what != NULL)
        return what;
    for (size_t i = 0; i < sizeof carriers / sizeof *carriers; i++)
        if (is_in(address, carriers[i].start, carriers[i].bits))
            return refused_4(address + carriers[i].at);
    /* ::/96, IPv4-compatible: given up long ago. */
    static const unsigned char zeros[12];
    return memcmp(address, zeros, sizeof zeros) == 0 ? "a reserved address" : NULL;
}

const char *pf_address_refused(const struct sockaddr *address)
{
    if (address->sa_family == AF_INET) {
        struct sockaddr_in in;
        memcpy(&in, address, sizeof in);
        return refused_4((const unsigned char *)&in.sin_addr);
    }
    if (address->sa_family == AF_INET6) {
        struct sockaddr_in6 in6;
        memcpy(&in6, address, sizeof in6);
        return refused_6(in6.sin6_addr.s6_addr);
    }
    return "no internet address";
}

static const struct {
    pf_str name;
    const char *what;
} names[] = {
    {PF_STR_INIT("localhost"), "this machine"},
    {PF_STR_INIT("metadata"), "the cloud's metadata service"},
    {PF_STR_INIT("metadata.google.internal"), "the cloud's metadata service"},
    {PF_STR_INIT("instance-data"), "the cloud's metadata service"},
    {PF_STR_INIT("instance-data.ec2.internal"), "the cloud's metadata service"},
};

const char *pf_address_name_refused(pf_str host)
{
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (pf_str_eq_nocase(host, names[i].name))
            return names[i].what;
    return pf_str_ends(host, PF_STR(".localhost")) ? "this machine" : NULL;
}
