/* Both are a loop over blocks of 64 bytes; a message of two parts saves copying a blob's header. */
#include "deploy/sha.h"

#include <string.h>

enum { BLOCK = 64, LENGTH_AT = 56 };

typedef void compress(uint32_t *state, const unsigned char *block);

static uint32_t rotate_left(uint32_t x, unsigned n)
{
    return x << n | x >> (32 - n);
}

static uint32_t rotate_right(uint32_t x, unsigned n)
{
    return x >> n | x << (32 - n);
}

static uint32_t word_at(const unsigned char *bytes)
{
    return (uint32_t)bytes[0] << 24 | (uint32_t)bytes[1] << 16 | (uint32_t)bytes[2] << 8 | bytes[3];
}

static void compress_sha1(uint32_t *state, const unsigned char *block)
{
    static const uint32_t constants[] = {0x5a827999, 0x6ed9eba1, 0x8f1bbcdc, 0xca62c1d6};
    uint32_t w[80];
    for (size_t i = 0; i < 16; i++)
        w[i] = word_at(block + 4 * i);
    for (size_t i = 16; i < 80; i++)
        w[i] = rotate_left(w[i - 3] ^ w[i - 8] ^ w[i - 14] ^ w[i - 16], 1);
    uint32_t a = state[0], b = state[1], c = state[2], d = state[3], e = state[4];
    for (size_t i = 0; i < 80; i++) {
        uint32_t f = i < 20              ? (b & c) | (~b & d)
                     : i >= 40 && i < 60 ? (b & c) | (b & d) | (c & d)
                                         : b ^ c ^ d;
        uint32_t next = rotate_left(a, 5) + f + e + constants[i / 20] + w[i];
        e = d;
        d = c;
        c = rotate_left(b, 30);
        b = a;
        a = next;
    }
    state[0] += a;
    state[1] += b;
    state[2] += c;
    state[3] += d;
    state[4] += e;
}

static const uint32_t sha256_constants[64] = {
    0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
    0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
    0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
    0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
    0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
    0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
    0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
    0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2};

static void compress_sha256(uint32_t *state, const unsigned char *block)
{
    uint32_t w[64], s[8];
    for (size_t i = 0; i < 16; i++)
        w[i] = word_at(block + 4 * i);
    for (size_t i = 16; i < 64; i++) {
        uint32_t x = w[i - 15], y = w[i - 2];
        w[i] = w[i - 16] + (rotate_right(x, 7) ^ rotate_right(x, 18) ^ x >> 3) + w[i - 7] +
               (rotate_right(y, 17) ^ rotate_right(y, 19) ^ y >> 10);
    }
    memcpy(s, state, sizeof s);
    for (size_t i = 0; i < 64; i++) {
        uint32_t sum1 = rotate_right(s[4], 6) ^ rotate_right(s[4], 11) ^ rotate_right(s[4], 25);
        uint32_t choice = (s[4] & s[5]) ^ (~s[4] & s[6]);
        uint32_t t1 = s[7] + sum1 + choice + sha256_constants[i] + w[i];
        uint32_t sum0 = rotate_right(s[0], 2) ^ rotate_right(s[0], 13) ^ rotate_right(s[0], 22);
        uint32_t t2 = sum0 + ((s[0] & s[1]) ^ (s[0] & s[2]) ^ (s[1] & s[2]));
        memmove(s + 1, s, 7 * sizeof *s);
        s[4] += t1;
        s[0] = t1 + t2;
    }
    for (size_t i = 0; i < 8; i++)
        state[i] += s[i];
}

/* A message that comes in parts. */
struct message {
    uint32_t *state;
    compress *compress;
    unsigned char block[BLOCK];
    size_t used;
    uint64_t bits;
};

static void add(struct message *message, pf_str bytes)
{
    message->bits += (uint64_t)bytes.len * 8;
    while (bytes.len > 0) {
        pf_str part = pf_str_slice(bytes, 0, BLOCK - message->used);
        memcpy(message->block + message->used, part.data, part.len);
        message->used += part.len;
        bytes = pf_str_slice(bytes, part.len, bytes.len);
        if (message->used == BLOCK) {
            message->compress(message->state, message->block);
            message->used = 0;
        }
    }
}

static void end(struct message *message)
{
    uint64_t bits = message->bits;
    add(message, (pf_str){"\x80", 1});
    while (message->used != LENGTH_AT)
        add(message, (pf_str){"", 1});
    for (size_t i = 0; i < 8; i++)
        message->block[LENGTH_AT + i] = (unsigned char)(bits >> (56 - 8 * i));
    message->compress(message->state, message->block);
}

static pf_str hex(struct pf_arena *arena, const uint32_t *state, size_t words)
{
    char *digits = pf_arena_take(arena, words * 8 + 1);
    for (size_t i = 0; i < words * 8; i++)
        digits[i] = "0123456789abcdef"[state[i / 8] >> (28 - 4 * (i % 8)) & 15];
    return (pf_str){digits, words * 8};
}

static pf_str sha1_of(struct pf_arena *arena, pf_str head, pf_str body)
{
    uint32_t state[5] = {0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476, 0xc3d2e1f0};
    struct message message = {.state = state, .compress = compress_sha1};
    add(&message, head);
    add(&message, body);
    end(&message);
    return hex(arena, state, 5);
}

static pf_str sha256_of(struct pf_arena *arena, pf_str head, pf_str body)
{
    uint32_t state[8] = {0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a,
                         0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19};
    struct message message = {.state = state, .compress = compress_sha256};
    add(&message, head);
    add(&message, body);
    end(&message);
    return hex(arena, state, 8);
}

pf_str pf_sha1_hex(struct pf_arena *arena, pf_str bytes)
{
    return sha1_of(arena, PF_STR(""), bytes);
}

pf_str pf_sha256_hex(struct pf_arena *arena, pf_str bytes)
{
    return sha256_of(arena, PF_STR(""), bytes);
}

pf_str pf_sha_blob_id(struct pf_arena *arena, pf_str bytes, bool is_sha256)
{
    pf_str head = pf_arena_format(arena, "blob %zu", bytes.len);
    head.len++; /* the NUL that follows belongs to it */
    return is_sha256 ? sha256_of(arena, head, bytes) : sha1_of(arena, head, bytes);
}
