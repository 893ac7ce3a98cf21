//! The fields of the model: name, symbol, value in unwounded skin and meaning.

use dermis_quantities::quantities;

quantities! {
    /// Fields over the volume of the skin.
    Fields {
        damage: "D", 0.0, "1", 0.0..=1e3, Derived,
            "fraction of tissue destroyed: debris and danger signals",
            "state variable of the model";
        clot: "C", 0.0, "1", 0.0..=1e3, Derived,
            "clot (fibrin and platelets), volume fraction",
            "state variable of the model";
        inflammation: "I", 0.0, "1", 0.0..=1e3, Derived,
            "pro-inflammatory mediators (TNF, IL-1, IL-6), excess; 1 is about 1 ng/mL of TNF",
            "state variable of the model";
        neutrophils: "N", 0.0, "1", 0.0..=1e3, Derived,
            "neutrophils, excess; 1 is about 500 cells per mm³ (between 300 and 1000)",
            "state variable of the model";
        macrophages_m1: "M1", 0.0, "1", 0.0..=1e3, Derived,
            "inflammatory macrophages, excess; unit as neutrophils",
            "state variable of the model";
        macrophages_m2: "M2", 0.0, "1", 0.0..=1e3, Derived,
            "repair macrophages, excess; unit as neutrophils",
            "state variable of the model";
        tgf_beta_1: "T1", 0.0, "1", 0.0..=1e3, Derived,
            "active TGF-beta 1 and 2, excess; 1 is about 10 ng/mL",
            "state variable of the model";
        tgf_beta_3: "T3", 0.0, "1", 0.0..=1e3, Derived,
            "TGF-beta 3-like anti-scarring signal, excess",
            "state variable of the model";
        mitogens: "G", 0.0, "1", 0.0..=1e3, Derived,
            "mitogens (PDGF, FGF), excess; 1 is about 10 ng/mL",
            "state variable of the model";
        mmp: "P", 0.0, "1", 0.0..=1e3, Derived,
            "matrix metalloproteinase activity, excess",
            "state variable of the model";
        vessels: "V", 1.0, "1", 0.0..=1e3, Derived,
            "capillary density relative to rest",
            "state variable of the model";
        fibroblasts: "F", 1.0, "1", 0.0..=1e3, Derived,
            "fibroblasts relative to rest",
            "state variable of the model";
        activation: "Q", 0.0, "1", 0.0..=1e3, Derived,
            "mean synthetic activation of the fibroblasts, 0 to 1",
            "state variable of the model";
        myofibroblasts: "Y", 0.0, "1", 0.0..=1e3, Derived,
            "myofibroblasts relative to resting fibroblasts",
            "state variable of the model";
        collagen_iii: "c3", 0.2, "1", 0.0..=1e3, Derived,
            "type III collagen relative to total collagen at rest",
            "state variable of the model";
        collagen_i: "c1", 0.8, "1", 0.0..=1e3, Derived,
            "normal type I collagen relative to total collagen at rest",
            "state variable of the model";
        collagen_scar: "s", 0.0, "1", 0.0..=1e3, Derived,
            "scar-like (aligned, dense) type I collagen relative to total collagen at rest",
            "state variable of the model";
        tropoelastin: "te", 0.0, "1", 0.0..=1e3, Derived,
            "tropoelastin, excess, relative to elastin at rest",
            "state variable of the model";
        elastin: "e", 1.0, "1", 0.0..=1e3, Derived,
            "functional elastin relative to rest",
            "state variable of the model";
        wound_span: "S", 0.0, "mm", 0.0..=1e3, Derived,
            "width of the opening that a point lies in: the gap over which tension pulls on new tissue",
            "state variable of the model";
        collagen_new: "n", 0.0, "1", 0.0..=1e3, Derived,
            "collagen of all types deposited since day 0, by synthesis and by slow regrowth of a deficit, relative to total collagen at rest; a running sum that nothing reads",
            "state variable of the model";
        collagen_lost: "l", 0.0, "1", 0.0..=1e3, Derived,
            "collagen removed since day 0 by proteases, maturation and turnover, relative to total collagen at rest; a running sum that nothing reads",
            "state variable of the model";
        settled_deficit: "U", 0.0, "1", 0.0..=1e3, Derived,
            "part of the missing collagen that cells have settled with (an old scar, aged skin): it calls for no repair until activated fibroblasts give it up",
            "state variable of the model";
        collagen_immature: "x", 0.0, "1", 0.0..=1e3, Derived,
            "new collagen that is not yet cross-linked, relative to total collagen at rest",
            "state variable of the model";
    }
}

quantities! {
    /// Fields over the surface of the skin.
    SurfaceFields {
        epidermal_closure: "E", 1.0, "1", 0.0..=1e3, Derived,
            "closure of the epidermis, 1 is closed",
            "state variable of the model";
        epidermal_margin: "Ē", 1.0, "1", 0.0..=1e3, Derived,
            "epidermis within reach of a point: mean of the closure around it, 1 is closed all around",
            "state variable of the model";
        channel_open: "A", 0.0, "1", 0.0..=1e3, Derived,
            "share of the surface over channels whose lumen is still open below the epidermis",
            "state variable of the model";
        channel_length: "Λ", 0.0, "mm", 0.0..=1e3, Derived,
            "open share of the surface times the depth of its channels, so that Λ/A is their mean depth",
            "state variable of the model";
        flare: "R", 0.0, "1", 0.0..=1e3, Derived,
            "immediate dilatation of vessels by nerve endings and mast cells, as the share of the surface that was punctured",
            "state variable of the model";
        melanin: "m", 0.0, "1", 0.0..=1e3, Derived,
            "melanin beyond that of unwounded skin, relative to it",
            "state variable of the model";
        barrier: "B", 1.0, "1", 0.0..=1e3, Derived,
            "function of the permeability barrier, 1 is intact",
            "state variable of the model";
    }
}
