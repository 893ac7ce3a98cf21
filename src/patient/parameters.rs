//! How much age, habits and conditions change the healing model, with what supports each number.

use crate::quantities::quantities;

quantities! {
    /// How age maps to multipliers: a = clip((age − start) / span, 0, limit), factor = 1 + slope a.
    AgeingParameters {
        ageing_start: "a_0", 25.0, "year", 18.0..=40.0, Tuned,
            "age at which the multipliers begin to change",
            "assumption, fitted to nothing: young adults differ little";
        ageing_span: "a_1", 50.0, "year", 20.0..=80.0, Tuned,
            "years over which the multipliers change by their full slope",
            "assumption, fitted to nothing: to old age";
        ageing_limit: "a_max", 1.2, "1", 1.0..=2.0, Tuned,
            "largest relative age", "assumption, fitted to nothing: no extrapolation beyond 85 years";
        ageing_synthesis: "s_syn", -0.35, "1", -0.8..=0.0, Tuned,
            "change of collagen synthesis per relative age",
            "assumption, fitted to nothing: [varani2006] procollagen 82 to 56 ng/mL from 18-29 to 80+ years, -32 % in vitro; [holt1992] no effect of age on collagen in healing tubes; chosen with T34 in view";
        ageing_proliferation: "s_prolif", -0.3, "1", -0.8..=0.0, Tuned,
            "change of fibroblast proliferation per relative age",
            "assumption, fitted to nothing: direction from [varani2006]; [holt1992] no effect of age on DNA in healing tubes";
        ageing_polarisation: "s_12", -0.1, "1", -0.8..=0.0, Tuned,
            "change of the macrophage switch per relative age",
            "assumption, fitted to nothing: direction only";
        ageing_mmp: "s_mmp", 0.2, "1", 0.0..=1.5, Tuned,
            "change of MMP release per relative age",
            "assumption, fitted to nothing: direction from [fisher2009]; applied once, to release";
        ageing_epidermis: "s_epi", -0.38, "1", -0.8..=0.0, Tuned,
            "change of epidermal closure per relative age",
            "assumption, fitted to nothing: direction from [holt1992] and [kelchen2016]";
        ageing_recruitment: "s_M", -0.10, "1", -0.8..=0.0, Tuned,
            "change of monocyte recruitment per relative age",
            "assumption, fitted to nothing: direction only";
        ageing_room: "w_c", 0.2, "1", 0.0..=1.0, Tuned,
            "share of the collagen lost with age that leaves room for new collagen; the rest makes skin thinner",
            "assumption, fitted to nothing: dermis thins by 6 % a decade and its collagen falls by about 10 %";
        ageing_collagen_loss: "l_c", 0.01, "1/year", 0.005..=0.0125, Literature,
            "yearly loss of collagen content after the age of 20, relative to the content at 20",
            "[shuster1975] about 1 % per year of adult life";
    }
}

quantities! {
    /// Factors of smoking, occlusion, skin type, sun, diabetes and keloid tendency.
    ModifierParameters {
        smoking_synthesis: "f_smoke", 0.73, "1", 0.5..=1.0, Tuned,
            "collagen synthesis of a smoker relative to a non-smoker",
            "assumption, fitted to nothing: chosen with T24 in view; cells that make a quarter less fill a blister or channel with 18 to 22 % less ([knuutinen2002] type I -18 %, type III -22 % in suction-blister fluid), because a gap calls for more the longer it lasts";
        occlusion_channel: "f_occ,A", 0.4, "1", 0.05..=1.0, Tuned,
            "closing of channels under an occlusive film relative to open air",
            "set by hand within the published recovery times of T4: [gupta2011] occluded 3 to 40 h against up to 2 h unoccluded";
        occlusion_barrier: "f_occ,B", 0.5, "1", 0.1..=1.0, Tuned,
            "recovery of the barrier under an occlusive film relative to open air",
            "assumption, fitted to nothing: direction from [kalluri2011] and [kelchen2016]";
        phototype_channel: "f_FT,A", 0.75, "1", 0.5..=1.0, Literature,
            "closing of channels in skin of Fitzpatrick type VI relative to types I to III",
            "[ogunjimi2020] micropores last 50.2 h in White and 66.5 h in Black volunteers, a ratio of 0.75; linear from type III to VI is assumed";
        phototype_melanogenesis: "f_FT,m", 3.0, "1", 1.0..=10.0, Tuned,
            "melanin made under inflammation in skin of Fitzpatrick type VI relative to types I to III",
            "assumption, fitted to nothing: direction only, dark skin pigments more after inflammation ([dogra2014]); without effect while melanogenesis is 0";
        photoageing_synthesis: "f_ph", 0.44, "1", 0.3..=1.0, Literature,
            "collagen synthesis of the papillary dermis at photo-ageing grade 4 relative to grade 0",
            "[griffiths1993] 56 % less collagen I formation in the papillary dermis of photodamaged than of sun-protected skin, at rest; that the answer to needling falls as much, and linearly with the grade, is assumed, and that the reticular dermis is spared";
        diabetes_synthesis: "f_dm", 0.9, "1", 0.7..=1.0, Tuned,
            "collagen synthesis with diabetes relative to without",
            "assumption, fitted to nothing: direction from less collagen I in diabetic skin of mice and humans ([bermudez2011]); weak on purpose";
        diabetes_epidermis: "f_dm,E", 1.0, "1", 0.5..=1.0, Literature,
            "epidermal closure with type 2 diabetes relative to without",
            "[krishnan2007] the rate of wound closure was identical in 12 people with and 12 without diabetes";
        sun_collagen_loss: "l_UV", 0.005, "1/year", 0.0..=0.02, Tuned,
            "yearly loss of collagen at full exposure to the sun without protection, beside that of age",
            "assumption, fitted to nothing: half as much again as age takes ([shuster1975]); direction from less collagen I formation in photodamaged skin ([griffiths1993])";
        sunscreen_protection: "p_s", 0.9, "1", 0.0..=1.0, Tuned,
            "share of the sun's loss that sunscreen prevents when it is always worn",
            "assumption, fitted to nothing: no measurement of collagen with and without sunscreen over years is known to us";
        keloid_apoptosis: "f_kel", 0.5, "1", 0.03..=1.0, Tuned,
            "apoptosis of myofibroblasts with keloid tendency relative to without",
            "assumption, fitted to nothing: direction from less apoptosis in hypertrophic scars ([aarabi2007]); a published model makes such scars with 1/30 ([koppenol2017], 0.002 against 0.06 1/day)";
    }
}
