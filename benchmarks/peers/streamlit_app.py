"""The same in Streamlit: a selectbox and a chart. Run with ``streamlit run``."""

from __future__ import annotations

import geopandas as gpd
import streamlit as st

from benchmarks import layer


@st.cache_resource
def held() -> tuple[gpd.GeoDataFrame, dict[str, str]]:
    return layer.load()


st.set_page_config(layout="wide")
countries, labels = held()
st.title("Where are children alone detained for their papers?")
colour = st.selectbox("Colour", list(labels), format_func=lambda name: labels[name])
st.plotly_chart(layer.figure(countries, colour))
