"""What is said in English of each finding rule, by its artifact as the record names it.

To add a rule, add its entry here and in `rules_de`. A rule without an entry is told by its own name and unit, with its
value, its reference ranges and its claim, which is always safe. An entry adds one sentence on what is measured: `plain`
in everyday words, `technical` where experts need more than the method that the record states. It holds no digit, takes
no side, and says what else leads to the same.
"""

from __future__ import annotations

from gauntlet_template_narrator.wording import RuleWords

RULES = {
    "Over-smoothing beside crisp edges": RuleWords(
        plain="This compares sharp edges with the surfaces beside them: smooth surfaces give a high value, and so "
        "does strong compression.",
    ),
    "Inconsistent level of detail between regions": RuleWords(
        plain="This compares the most detailed places with the least detailed ones; an out-of-focus background gives a "
        "high value too.",
    ),
    "Uniform areas without sensor noise": RuleWords(
        plain="Every camera adds a little grain. This is how much grain the calmest places show; cameras that remove "
        "grain give a low value too.",
    ),
    "Noise level that differs between smooth regions": RuleWords(
        plain="This tells whether the grain is equally strong in all smooth places; compression makes it uneven too.",
    ),
    "Texture repetition": RuleWords(
        plain="This tells how much a texture repeats itself; facades, fabrics and fences repeat too.",
    ),
    "Regular grid in the frequency domain (1/2, 1/4, 1/8)": RuleWords(
        plain="This looks for a fine regular grid, which some generators leave behind; so does saving as JPEG.",
    ),
    "Over-sharpening: halos along edges": RuleWords(
        plain="This tells how strong the bright and dark seams along edges are; cameras and editing programs sharpen "
        "too.",
    ),
    "Artificial enhancement: exaggerated tonal contrast": RuleWords(
        plain="This tells how far bright and dark places lie apart; strong light and editing raise it too.",
    ),
    "Fine texture or noise in every part of the picture": RuleWords(
        plain="This tells whether even the calmest places show grain or structure; grain that was added does the same.",
    ),
    "Trace of a colour filter array": RuleWords(
        plain="Most cameras fill in colours pixel by pixel in a regular pattern. This is how much of that pattern is "
        "left; resizing and compression wipe it out.",
    ),
    "Repeated elements": RuleWords(
        plain="This tells how much larger forms repeat themselves; windows, tiles and fences repeat too.",
    ),
    "Over-smoothing: structure without noise": RuleWords(
        plain="This tells how many places show structure but no grain; strong noise removal gives the same.",
    ),
    "Artificial noise in uniform areas": RuleWords(
        plain="This tells whether the grain in calm places repeats a pattern; strong compression leaves a pattern too.",
    ),
    "Random noise in detail": RuleWords(
        plain="This tells whether fine detail runs in no direction at all; grass, gravel and foliage do not either.",
    ),
    "Loss of fine detail": RuleWords(
        plain="This compares the finest detail with coarser detail; enlarging a picture and bad focus give a low "
        "value too.",
    ),
    "Texture bleeding": RuleWords(
        plain="This tells how alike the texture is on both sides of an edge; many other things make it alike.",
    ),
    "Aliasing along edges: colour fringes": RuleWords(
        plain="This tells how strong the coloured seams along edges are; lenses and saving as JPEG leave such seams "
        "too.",
    ),
    "Jagged edges": RuleWords(
        plain="This tells how ragged edges are; foliage, fur and strong grain are ragged too.",
    ),
    "Blurred boundaries": RuleWords(
        plain="This tells how wide the transition at edges is; bad focus and enlarging make it wider too.",
    ),
    "Ghosting: a faint second copy": RuleWords(
        plain="This looks for a faint copy of the picture beside itself; reflections and regular textures give "
        "copies too.",
    ),
    "Inconsistent resolution between regions": RuleWords(
        plain="This tells whether detail is equally fine in all textured places; depth of field makes it differ too.",
    ),
    "Glow and light bleed": RuleWords(
        plain="This tells how far very bright places shine into dark ones; haze and lens flare do the same.",
    ),
    "Frequency peaks at multiples of 1/2": RuleWords(
        plain="This looks for a very fine regular grid; saving as JPEG leaves one too.",
    ),
    "Frequency peaks at multiples of 1/4": RuleWords(
        plain="This looks for a fine regular grid; saving as JPEG leaves one too.",
    ),
    "Frequency peaks at multiples of 1/8": RuleWords(
        plain="This looks for a regular grid of small blocks; saving as JPEG leaves one too.",
    ),
    "Regular grid-like pattern": RuleWords(
        plain="This tells how much of the grain follows a regular grid; saving as JPEG leaves such a grid too.",
    ),
    "Artificial enhancement: raised local contrast": RuleWords(
        plain="This compares the contrast of small forms with that of large ones; what the picture shows changes it "
        "as well.",
    ),
    "Systematic colour distribution": RuleWords(
        plain="This tells how many different colours there are; grey pictures and subjects of one colour have few too.",
    ),
    "Breaks of colour coherence": RuleWords(
        plain="This tells how abruptly colours change where the brightness stays; prints and flags change like this "
        "too.",
    ),
    "Unnatural colour transitions: banding": RuleWords(
        plain="This tells whether soft transitions fall into steps; strong compression makes steps too.",
    ),
    "Lighting gradient": RuleWords(
        plain="This tells how evenly the picture grows brighter to one side; skies and studio backgrounds do so too.",
    ),
    "Glossiness": RuleWords(
        plain="This tells how many places have small bright lights on darker ground; metal, water and flash do the "
        "same.",
    ),
    "False depth of field": RuleWords(
        plain="This tells how clearly the picture falls into sharp and soft places; every lens with a wide aperture "
        "does the same.",
    ),
    "Cinematic look: orange lights and teal shadows": RuleWords(
        plain="This tells whether bright places are warm and dark ones cold in colour; sunsets and many photo "
        "filters do the same.",
    ),
    "Demosaicing pattern in red and green": RuleWords(
        plain="Most cameras fill in colours pixel by pixel in a regular pattern. This is how much of it is left "
        "between red and green; resizing removes it, and compression weakens it.",
    ),
    "Sensor noise: departure from white": RuleWords(
        plain="This tells how much the grain of a pixel depends on its neighbours; removing grain and enlarging "
        "raise it too.",
    ),
    "JPEG quality told by the pixels": RuleWords(
        plain="This is how strongly the picture seems to have been compressed, judged by its pixels alone.",
    ),
    "Earlier JPEG compression at a lower quality (ghost)": RuleWords(
        plain="This looks for signs that the picture was saved as JPEG before, at a lower quality.",
    ),
    "Double JPEG compression": RuleWords(
        plain="This looks for signs that the picture was saved as JPEG more than once.",
    ),
    "Resampling": RuleWords(
        plain="This looks for signs that the picture was resized or turned; regular textures give the same signs.",
    ),
    "JPEG tables of a known camera": RuleWords(
        plain="This tells whether the file was compressed with settings that a known camera uses; editing programs "
        "can use them too.",
    ),
    "EXIF that contradicts itself or the picture": RuleWords(
        plain="This counts where the notes in the file do not fit each other or the picture; editing a picture does "
        "that too.",
    ),
}
